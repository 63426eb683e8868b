// Bundles the front end: every *.scss and *.js of this folder, the map's worker, and the fonts.
// Called as `npm run build -- FOLDER`; FOLDER is made anew.

import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const modules = resolve("node_modules");
const out = resolve(process.argv[2]);

// Variable fonts for the page, static ones for the PDF.
const fonts = {
  "WOFF2/VF/SourceSans3VF-Upright.ttf.woff2": "SourceSans3VF-Upright.woff2",
  "WOFF2/VF/SourceSans3VF-Italic.ttf.woff2": "SourceSans3VF-Italic.woff2",
  ...Object.fromEntries(
    ["Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt"].map((face) => [
      `TTF/SourceSans3-${face}.ttf`,
      `SourceSans3-${face}.ttf`,
    ]),
  ),
  "LICENSE.md": "LICENSE.md",
};

const named = (ending) =>
  readdirSync(assets).filter((name) => name.endsWith(ending) && !name.startsWith("_"));

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

for (const name of named(".scss")) {
  const sheet = compile(join(assets, name), { loadPaths: [modules, assets], style: "compressed", quietDeps: true });
  writeFileSync(join(out, `${basename(name, ".scss")}.css`), sheet.css);
}

await build({
  entryPoints: [
    ...named(".js").map((name) => join(assets, name)),
    { in: "maplibre-gl/dist/maplibre-gl-worker.mjs", out: "maplibre-worker" },
  ].map((entry) => (typeof entry === "string" ? { in: entry, out: basename(entry, ".js") } : entry)),
  outdir: out,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
});

for (const [from, to] of Object.entries(fonts)) {
  cpSync(join(modules, "source-sans", from), join(out, "fonts", to));
}
