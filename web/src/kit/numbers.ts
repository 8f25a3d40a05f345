// Numbers and words as people read them.

export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const kilo = count / 1000;
  return kilo < 1000 ? `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} kB` : `${(kilo / 1000).toFixed(1)} MB`;
}

export const duration = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

/** A similarity; what is not quite 1 is not written as 1. */
export const likeness = (value: number): string => (value >= 1 ? "1.000" : Math.min(0.999, value).toFixed(3).replace(/^0/, ""));

export function ago(ms: number, now = Date.now()): string {
  const minutes = Math.round((now - ms) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 60 * 24) return `${Math.round(minutes / 60)} h ago`;
  return new Date(ms).toLocaleDateString();
}

export const amount = (count: number): string => count.toLocaleString("en-US");

/** Dollars with as many digits as a small sum needs. */
export function money(usd: number): string {
  if (usd === 0) return "$0";
  return usd < 0.01 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** A capital at the beginning and a full stop at the end, unless there is a sign already. */
export function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[?!]\s*$/.test(begun) ? begun.trimEnd() : begun.replace(/[.\s]*$/, ".");
}
