// Checks the scripts under src/ and bundles them into the classic scripts in this folder, with SHA256SUMS.
//
//   node make.mjs            format, lint, types, tests, bundles
//   node make.mjs --check    the same, but writes nothing: fails if a file would change
//
// `make scripts` installs the tools from package-lock.json and runs it. Browsers refuse modules over file://, so a site
// loads bundles; they are committed, so that nobody needs Node to build a site.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, "..", "..", "..", "tests", "scripts");
const check = process.argv.includes("--check");

/** Entry point of each bundle; generator/publish/client/scripts.py defines which bundles a page loads. */
const BUNDLES = {
  atlas: "atlas/main.js",
  cities: "cities/main.js",
  compare: "compare/main.js",
  explore: "explore/main.js",
  search: "search/main.js",
  stage: "stage/main.js",
  take: "take/main.js",
  tools: "tools.js",
};

/** Build inputs other than the sources. */
const RECIPE = ["make.mjs", "package.json", "package-lock.json"];

/** Outside the bundle `tools`, imports of it are mapped to the globals that it sets, so that no page loads it twice. */
const readTools = {
  name: "read-tools",
  setup(b) {
    b.onResolve({ filter: /\/tools\.js$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "tools", namespace: "global" },
    );
    b.onLoad({ filter: /.*/, namespace: "global" }, () => ({
      contents:
        "export const createModel = globalThis.atlasStats;\n" +
        "export const { cell, createDrawing, createPicker, createPlanes, elements, specs } = createModel;",
    }));
  },
};

async function bundle(name, entry) {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [join("src", entry)],
    banner: {
      js: `/* Segment Atlas: the script ${name}, made by \`make scripts\` from templates/static/js/src/${entry}. */`,
    },
    bundle: true,
    format: "iife",
    legalComments: "none",
    logLevel: "warning",
    minify: true,
    plugins: [readTools],
    target: "es2020",
    write: false,
  });
  // esbuild leaves some characters as they are; plain ASCII needs no charset from the server.
  const code = result.outputFiles[0].text.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Buffer.from(code);
}

function run(title, command, args) {
  console.log(title);
  const { status } = spawnSync(command, args, { cwd: here, stdio: "inherit" });
  if (status !== 0) throw new Error(`${title}: failed`);
}

const tool = (name) => join(here, "node_modules", ".bin", name);
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const posix = (path) => path.replaceAll("\\", "/");

function sources() {
  const found = readdirSync(join(here, "src"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return found.map((one) => posix(relative(here, join(one.parentPath ?? one.path, one.name))));
}

run("Format and lint", tool("biome"), ["check", ...(check ? [] : ["--write"]), ".", tests]);
run("Types", tool("tsc"), ["-p", "."]);
const files = readdirSync(tests).filter((name) => name.endsWith(".test.mjs"));
run("Tests", process.execPath, ["--test", ...files.map((name) => join(tests, name))]);

const made = {};
for (const [name, entry] of Object.entries(BUNDLES)) made[`${name}.js`] = await bundle(name, entry);
const sums = [
  ...[...sources(), ...RECIPE].sort().map((path) => [path, readFileSync(join(here, path))]),
  ...Object.entries(made),
];
made.SHA256SUMS = Buffer.from(sums.map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join(""));

const differing = Object.keys(made).filter((name) => {
  const path = join(here, name);
  return !existsSync(path) || !readFileSync(path).equals(made[name]);
});
if (check && differing.length > 0) throw new Error(`not made from these sources: ${differing.join(", ")}`);
for (const name of differing) writeFileSync(join(here, name), made[name]);
console.log(differing.length > 0 ? `Written: ${differing.join(", ")}` : "All bundles are those of the sources");
