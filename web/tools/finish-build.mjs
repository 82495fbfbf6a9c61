// After `vite build`: puts a .gz beside every text asset and refuses a bundle that has outgrown its budget.
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budgets = { '.js': 220_000, '.css': 25_000 };
const compressible = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest']);

function* files(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

const [, , dist] = process.argv;
const sums = {};
for (const path of files(dist)) {
  const kind = extname(path);
  if (!compressible.has(kind)) continue;
  const packed = gzipSync(readFileSync(path), { level: 9 });
  writeFileSync(`${path}.gz`, packed);
  sums[kind] = (sums[kind] ?? 0) + packed.length;
}
let over = false;
for (const [kind, limit] of Object.entries(budgets)) {
  const size = sums[kind] ?? 0;
  console.log(`${process.env.npm_package_name}: ${kind} ${(size / 1000).toFixed(1)} kB gzip of ${limit / 1000} kB`);
  over ||= size > limit;
}
if (over) {
  console.error('the bundle is over its budget');
  process.exit(1);
}
