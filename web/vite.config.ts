import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The built page is committed and embedded in the program: names carry a digest of the content, nothing is inlined
// (the page's security policy allows no inline code), and building twice gives the same bytes.
export default defineConfig({
  plugins: [svelte()],
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
