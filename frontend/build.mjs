// Builds the pages' scripts, styles, icons and fonts into src/callboard/web/static/built.
// Every src/pages/*.ts becomes a bundle of its own (with its .css when it imports a .scss); shared modules become chunks.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const served = join(here, "..", "src", "callboard", "web", "static", "built");
// Built aside and put in place at the end: a server that runs meanwhile never finds the folder empty.
const isWatching = process.argv.includes("--watch");
const outdir = isWatching ? served : `${served}.new`;

const scss = {
  name: "scss",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      // Bootstrap 5.3 still uses @import and the old color functions; its warnings are not ours to mend.
      const silenceDeprecations = ["import", "global-builtin", "color-functions", "if-function"];
      const { css, loadedUrls } = sass.compile(path, { loadPaths: [modules], quietDeps: true, silenceDeprecations });
      return { contents: css, loader: "css", resolveDir: dirname(path), watchFiles: loadedUrls.map(fileURLToPath) };
    });
  },
};

function pages() {
  return readdirSync(join(here, "src", "pages")).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
}

const scripts = {
  entryPoints: [
    { in: join(here, "src", "app.ts"), out: "app" },
    ...pages().map((name) => ({ in: join(here, "src", "pages", name), out: `pages/${name.slice(0, -3)}` })),
  ],
  outdir,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "linked",
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "assets/[name]-[hash]",
  loader: { ".woff2": "file", ".woff": "empty" },
  plugins: [scss],
  logLevel: "warning",
};

// Set before the first paint, so a classic script of its own: a module would wait for the page to be read.
const theme = {
  ...scripts,
  entryPoints: [{ in: join(here, "src", "theme.ts"), out: "theme" }],
  splitting: false,
  format: "iife",
};

/** One sprite of the icons named in src/icons.json: <svg class="icon"><use href="…/built/icons.svg#calendar3"></use></svg>. */
function buildIcons() {
  const names = JSON.parse(readFileSync(join(here, "src", "icons.json"), "utf8"));
  const symbols = names.map((name) => {
    const svg = readFileSync(join(modules, "bootstrap-icons", "icons", `${name}.svg`), "utf8");
    const [, inner] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg);
    return `<symbol id="${name}" viewBox="0 0 16 16" fill="currentColor">${inner.trim().replace(/\n\s*/g, "")}</symbol>`;
  });
  writeFileSync(join(outdir, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

/** The faces that the PDF renderer loads: it reads TrueType only, the pages use the same family as woff2. */
function copyFonts() {
  const inter = join(modules, "@expo-google-fonts", "inter");
  const fonts = join(outdir, "fonts");
  mkdirSync(fonts, { recursive: true });
  for (const face of ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold", "700Bold_Italic"]) {
    cpSync(join(inter, face, `Inter_${face}.ttf`), join(fonts, `Inter-${face.slice(3)}.ttf`));
  }
  cpSync(join(inter, "LICENSE_FONT"), join(fonts, "OFL.txt"));
}

if (existsSync(outdir)) rmSync(outdir, { recursive: true });
mkdirSync(outdir, { recursive: true });
copyFonts();
buildIcons();
cpSync(join(here, "src", "favicon.svg"), join(outdir, "favicon.svg"));
if (isWatching) {
  for (const options of [theme, scripts]) await (await esbuild.context(options)).watch();
} else {
  for (const options of [theme, scripts]) await esbuild.build(options);
  const old = `${served}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(served)) renameSync(served, old);
  renameSync(outdir, served);
  rmSync(old, { recursive: true, force: true });
}
