import { svelte } from "@sveltejs/vite-plugin-svelte";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

/** Writes the licenses of the packages whose code is in the page: their terms ask for it. */
function licenses(): Plugin {
  return {
    name: "licenses",
    generateBundle(_options, bundle) {
      const parts = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? Object.keys(part.modules) : []));
      const styles = ["@xyflow/svelte"];
      const names = parts.flatMap((path) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
      const text = [...new Set([...names, ...styles])].sort().map(license).join("\n\n\n");
      this.emitFile({ type: "asset", fileName: "assets/licenses.txt", source: `${text}\n` });
    },
  };
}

function license(name: string): string {
  const folder = new URL(`./node_modules/${name}/`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(new URL(file, folder), "utf8").trim() : ""}`;
}

// The built page is committed and embedded in the program: names carry a digest of the content, nothing is inlined
// (the page's security policy allows no inline code), and building twice gives the same bytes.
export default defineConfig({
  plugins: [svelte(), licenses()],
  base: "./",
  build: {
    outDir: "../crates/linocut-serve/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": "http://127.0.0.1:7878", "/openapi.json": "http://127.0.0.1:7878" } },
});
