// After `vite build`: puts a .gz beside every text asset and refuses a bundle that has outgrown its budget: what every
// page loads, and everything with the pages that are loaded when they are opened.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.yaml', '.webmanifest']);

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

/** The scripts and styles that index.html loads, and the scripts that those import without being asked to. */
function firstFiles(folder) {
  const found = new Set();
  const take = (path) => {
    if (found.has(path)) return;
    found.add(path);
    if (extname(path) !== '.js') return;
    const text = readFileSync(path, 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) take(join(folder, 'assets', name));
  };
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  for (const [, name] of page.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.(?:js|css))"/g)) take(join(folder, 'assets', name));
  return found;
}

// The budget for the first scripts in kB, when the application has one of its own.
const [, , dist, scripts = '220'] = process.argv;
const budgets = { 'first .js': Number(scripts) * 1000, 'first .css': 25_000, '.js': 400_000, '.css': 34_000 };
const first = firstFiles(dist);
const sums = {};
for (const path of files(dist)) {
  const kind = extname(path);
  if (!compressible.has(kind)) continue;
  const packed = gzipSync(readFileSync(path), { level: 9 });
  writeFileSync(`${path}.gz`, packed);
  sums[kind] = (sums[kind] ?? 0) + packed.length;
  if (first.has(path)) sums[`first ${kind}`] = (sums[`first ${kind}`] ?? 0) + packed.length;
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
