// Puts api/NAME.yaml beside a built application, as it is and as JSON with everything in it that it takes from other
// files: what the page at /api shows, and what programs may read. publish-api.mjs NAME DIST
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiFolder, bundle } from './openapi.mjs';

const [, , name, dist] = process.argv;
const target = join(dist, 'api');
mkdirSync(target, { recursive: true });
const { document, files } = bundle(name);
for (const file of files) copyFileSync(join(apiFolder, file), join(target, file));
writeFileSync(join(target, `${name}.json`), JSON.stringify(document));
