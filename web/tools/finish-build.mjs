// After `vite build`: puts a .gz beside every text asset and refuses a bundle that has outgrown its budget: what every
// page loads, what the pages load that people open first, and everything with the pages that are loaded when they are opened.
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.yaml', '.webmanifest']);

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

/** What is loaded for these sources: their scripts and styles, and those of what they import without being asked to. */
function loadedFor(manifest, sources) {
  const found = new Set();
  const taken = new Set();
  const take = (source) => {
    if (taken.has(source)) return;
    taken.add(source);
    const chunk = manifest[source];
    if (!chunk) throw new Error(`${source} is not in this build`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) found.add(file);
    for (const imported of chunk.imports ?? []) take(imported);
  };
  for (const source of sources) take(source);
  return found;
}

// The budget for the first scripts in kB, when the application has one of its own; then the sources of the pages that
// people open first and that are not part of index.html itself: each is loaded with it.
const [, , dist, scripts = '220', ...landings] = process.argv;
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
rmSync(join(dist, '.vite'), { recursive: true });
const budgets = { '.js': 400_000, '.css': 34_000 };
const loads = new Map([['first', loadedFor(manifest, ['index.html'])]]);
for (const landing of landings) loads.set(`first with ${basename(landing, '.tsx')}`, loadedFor(manifest, ['index.html', landing]));
for (const name of loads.keys()) Object.assign(budgets, { [`${name} .js`]: Number(scripts) * 1000, [`${name} .css`]: 25_000 });
const sums = {};
const count = (what, bytes) => {
  sums[what] = (sums[what] ?? 0) + bytes;
};
for (const path of files(dist)) {
  const kind = extname(path);
  if (!compressible.has(kind)) continue;
  const packed = gzipSync(readFileSync(path), { level: 9 });
  writeFileSync(`${path}.gz`, packed);
  count(kind, packed.length);
  for (const [name, load] of loads) if (load.has(relative(dist, path))) count(`${name} ${kind}`, packed.length);
}
let over = false;
for (const [kind, limit] of Object.entries(budgets)) {
  const size = sums[kind] ?? 0;
  console.log(`${process.env.npm_package_name}: ${kind} ${(size / 1000).toFixed(1)} kB gzip of ${limit / 1000} kB`);
  over ||= size > limit || size === 0;
}
if (over) {
  console.error('the bundle is over its budget');
  process.exit(1);
}
