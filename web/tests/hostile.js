// SVG that wants to run something, load something, or leave its frame. `FLAG` is what would show that it could.

const FLAG = "window.top.harmed=true;window.harmed=true;parent.harmed=true";
const svg = (inside, more = "") => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 24" ${more}><circle cx="12" cy="12" r="9" fill="#d02020"/>${inside}</svg>`;
const HTML = 'xmlns="http://www.w3.org/1999/xhtml"';
const FAR = "http://127.0.0.2:9/far";

export const HOSTILE = {
  "a script": svg(`<script>${FLAG}</script>`),
  "a script in CDATA": svg(`<script><![CDATA[${FLAG}]]></script>`),
  "a script by address": svg(`<script href="data:text/javascript,${FLAG}"/><script xlink:href="${FAR}.js"/>`),
  "a script in a foreign prefix": svg(`<s:script xmlns:s="http://www.w3.org/2000/svg">${FLAG}</s:script>`),
  "handlers on the root": svg("", `onload="${FLAG}" onerror="${FLAG}" onfocus="${FLAG}" tabindex="0" autofocus=""`),
  "handlers on shapes": svg(`<rect width="24" height="24" onclick="${FLAG}" onmouseover="${FLAG}" onbegin="${FLAG}"/><image href="x:" onerror="${FLAG}"/>`),
  "an animation that begins": svg(`<animate attributeName="href" values="javascript:${FLAG}" onbegin="${FLAG}" begin="0s" dur="1s"/><set attributeName="onmouseover" to="${FLAG}"/>`),
  "HTML inside": svg(`<foreignObject width="24" height="24"><body ${HTML}><img src="x" onerror="${FLAG}"/><iframe src="javascript:${FLAG}"/><script>${FLAG}</script></body></foreignObject>`),
  "links that run": svg(`<a href="javascript:${FLAG}" target="_top"><rect width="24" height="24"/></a><a xlink:href=" jav&#x09;ascript:${FLAG}"><rect width="9" height="9"/></a>`),
  "a data page": svg(`<a href="data:text/html,&lt;script&gt;${FLAG}&lt;/script&gt;"><rect width="24" height="24"/></a><use href="data:image/svg+xml,&lt;svg onload='${FLAG}'/&gt;#a"/>`),
  "pictures from afar": svg(`<image href="${FAR}.png" width="9" height="9"/><image xlink:href="//127.0.0.2:9/far.png"/><use href="${FAR}.svg#a"/>`),
  "style from afar": svg(`<style>@import url("${FAR}.css");rect{fill:url(${FAR}.svg#a);background:url(${FAR}.png)}@font-face{font-family:f;src:url(${FAR}.woff)}text{font-family:f}</style><rect width="9" height="9" style="fill:url(${FAR}.svg#b)"/><text>f</text>`),
  "a filter from afar": svg(`<filter id="f"><feImage href="${FAR}.png"/></filter><rect width="9" height="9" filter="url(#f)" mask="url(${FAR}.svg#m)"/>`),
  "an entity": `<!DOCTYPE svg [<!ENTITY e "&lt;script&gt;${FLAG}&lt;/script&gt;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${svg("<text>&e;&x;</text>")}`,
  "a style sheet instruction": `<?xml-stylesheet type="text/xsl" href="${FAR}.xsl"?>${svg("")}`,
  "a title that breaks out": svg(`<title>&lt;/title&gt;&lt;img src=x onerror=${FLAG}&gt;</title><desc>&lt;script&gt;${FLAG}&lt;/script&gt;</desc>`),
  "a name that breaks out": svg(`<metadata><x onload="${FLAG}"/><script>${FLAG}</script></metadata>`),
};
