// Fails when packages/api/src/generated differs from what api/*.yaml generates now.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const api = join(web, 'packages/api');
const folder = mkdtempSync(join(tmpdir(), 'gantry-types-'));
let stale = false;
for (const name of ['fuse', 'cloud']) {
  const fresh = join(folder, `${name}.ts`);
  const generator = join(api, 'node_modules/openapi-typescript/bin/cli.js');
  execFileSync(process.execPath, [generator, join(web, '../api', `${name}.yaml`), '--default-non-nullable=false', '-o', fresh], { cwd: api, stdio: 'pipe' });
  if (readFileSync(fresh, 'utf8') === readFileSync(join(api, 'src/generated', `${name}.ts`), 'utf8')) continue;
  console.error(`packages/api/src/generated/${name}.ts is older than api/${name}.yaml: run npm run generate`);
  stale = true;
}
rmSync(folder, { recursive: true });
process.exit(stale ? 1 : 0);
