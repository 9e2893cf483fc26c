// Makes plotly-atlas-<version>.min.js, LICENSE, THIRD-PARTY-LICENSES.txt and SHA256SUMS in this folder.
//
//   node make.mjs            writes the files
//   node make.mjs --check    writes nothing, fails if a file would change
//
// Everything is installed into a scratch folder outside the checkout from package-lock.json, and removed at the end.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const TRACES = ['bar', 'heatmap', 'scatterpolar', 'treemap']; // plotly's core always holds scatter
const MAX_GZIP = 440_000;

const here = dirname(fileURLToPath(import.meta.url));
const pins = readJson(join(here, 'package.json')).dependencies;
const version = pins['plotly.js'];
const scratch = mkdtempSync(join(tmpdir(), 'plotly-atlas-'));

try {
    const files = await make();
    const differing = Object.keys(files).filter((name) => {
        const path = join(here, name);
        return !existsSync(path) || !readFileSync(path).equals(files[name]);
    });
    if (process.argv.includes('--check')) {
        if (differing.length > 0) throw new Error(`not what the recipe makes: ${differing.join(', ')}`);
        console.log('all files are what the recipe makes');
    } else {
        for (const name of differing) writeFileSync(join(here, name), files[name]);
        console.log(differing.length > 0 ? `written: ${differing.join(', ')}` : 'nothing changed');
    }
} finally {
    rmSync(scratch, { recursive: true, force: true });
}

async function make() {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(here, name), join(scratch, name));
    const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: scratch,
        stdio: ['ignore', 'ignore', 'inherit'],
        shell: process.platform === 'win32',
    });
    if (npm.status !== 0) throw new Error('npm ci failed');

    // A range, an old Node or a mirror can each bring another release in silence.
    const modules = join(scratch, 'node_modules');
    for (const [name, wanted] of Object.entries(pins)) {
        const found = readJson(join(modules, name, 'package.json')).version;
        if (found !== wanted) throw new Error(`${name} ${found} was installed instead of ${wanted}`);
    }

    const { code, packages } = await bundle(modules);
    const size = gzipSync(code, { level: 9 }).length;
    if (size > MAX_GZIP) throw new Error(`${size} bytes gzip, more than ${MAX_GZIP}`);
    console.log(`plotly.js ${version}: ${code.length} bytes, ${size} gzip, from ${packages.length} npm packages`);

    const files = {
        [`plotly-atlas-${version}.min.js`]: code,
        LICENSE: readFileSync(join(modules, 'plotly.js', 'LICENSE')),
        'THIRD-PARTY-LICENSES.txt': licences(modules, packages),
    };
    const sums = Object.entries(files).map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
    return { ...files, SHA256SUMS: Buffer.from(sums.join('')) };
}

async function bundle(modules) {
    const require = createRequire(join(modules, 'index.js'));
    const { build } = require('esbuild');
    const { parse } = require('acorn');

    const entry = [
        "const Plotly = require('plotly.js/lib/core');",
        `Plotly.register([${TRACES.map((name) => `require('plotly.js/lib/${name}')`).join(', ')}]);`,
        'module.exports = Plotly;',
    ].join('\n');
    const banner =
        `/*! plotly.js ${version}, partial bundle: ${['scatter', ...TRACES].sort().join(', ')}. ` +
        'Copyright Plotly, Inc. Licensed under the MIT license: LICENSE, THIRD-PARTY-LICENSES.txt */';

    const result = await build({
        stdin: { contents: entry, resolveDir: scratch, sourcefile: 'entry.cjs' },
        absWorkingDir: scratch,
        bundle: true,
        minify: true,
        format: 'iife',
        globalName: 'Plotly',
        target: 'es2016',
        charset: 'ascii',
        define: { global: 'window', 'define.amd': 'false' },
        legalComments: 'none',
        banner: { js: banner },
        metafile: true,
        write: false,
        logLevel: 'warning',
        plugins: [
            {
                name: 'strip-schema-prose',
                setup(b) {
                    b.onLoad({ filter: /[\\/]plotly\.js[\\/]src[\\/].*\.js$/ }, ({ path }) => ({
                        contents: withoutDescriptions(readFileSync(path, 'utf8'), parse),
                        loader: 'js',
                    }));
                },
            },
            {
                name: 'no-map-stylesheet', // the registry names maplibre's, for map traces alone
                setup(b) {
                    b.onResolve({ filter: /\.css$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
                    b.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: '' }));
                },
            },
        ],
    });

    const packages = new Set();
    for (const path of Object.keys(result.metafile.inputs)) {
        const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
        if (name && !path.startsWith('nothing:')) packages.add(path.slice(0, name[0].length - 1));
    }
    // esbuild leaves one regular expression with a raw U+FFFD; plain ASCII needs no charset from the server.
    const code = result.outputFiles[0].text.replace(
        /[^\x00-\x7f]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return { code: Buffer.from(code), packages: [...packages].sort() };
}

/** Drops each `description: …` from the attribute schemas: prose for the reference pages that no drawing code reads. */
function withoutDescriptions(source, parse) {
    const cuts = [];
    const visit = (node) => {
        if (Array.isArray(node)) return node.forEach(visit);
        if (!node || typeof node.type !== 'string') return undefined;
        if (node.type === 'Property' && !node.computed && (node.key.name ?? node.key.value) === 'description') {
            return cuts.push([node.start, node.end]);
        }
        return Object.values(node).forEach(visit);
    };
    visit(parse(source, { ecmaVersion: 'latest', sourceType: 'script' }));
    let text = source;
    for (const [start, end] of cuts.sort((a, b) => b[0] - a[0])) {
        text = text.slice(0, start) + text.slice(end).replace(/^\s*,/, '');
    }
    return text;
}

/** The licence texts of every other package whose code is inside the bundle. */
function licences(modules, packages) {
    const parts = ['Licences of the packages that plotly.js brings into the bundle.\n'];
    for (const path of packages) {
        if (basename(path) === 'plotly.js') continue;
        const folder = join(scratch, path);
        const meta = readJson(join(folder, 'package.json'));
        const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
        const author = typeof meta.author === 'string' ? meta.author : meta.author?.name;
        const texts = names.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
        if (texts.length === 0) texts.push(`(no licence file in the package; author: ${author ?? 'not named'})`);
        const licence = meta.license ?? meta.licenses?.map(({ type }) => type).join(' OR ');
        parts.push(`${'='.repeat(80)}\n${meta.name} ${meta.version} (${licence})\n\n${texts.join('\n\n')}\n`);
    }
    return Buffer.from(parts.join('\n'));
}

function readJson(path) {
    return JSON.parse(readFileSync(path, 'utf8'));
}

function sha256(bytes) {
    return createHash('sha256').update(bytes).digest('hex');
}
