// A backup is restored while the Cloud serves: an open page comes back by itself with what the backup holds, and so
// does the Fuse.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programs } from '../gantry.mjs';
import { signIn } from '../people.mjs';

const run = promisify(execFile);

export const options = { add: false };

/** What a server that is away for a moment writes into the console. */
const away = /ERR_CONNECTION_REFUSED|WebSocket connection|Failed to load resource/;

export async function journey({ gantry, browser, shot }) {
  const data = join(gantry.options.data, 'cloud');
  const file = join(gantry.options.data, 'kept.backup');
  const command = (name) => run(join(programs, 'gantry-cloud'), [name, file, '--data', data]);
  const page = await browser.page(`${gantry.cloudUrl}/settings/users`);
  await signIn(page, gantry.owner);
  await page.getByRole('button', { name: 'Store: Workshop' }).waitFor();
  await command('backup');

  await gantry.cloudCall('/api/store', { method: 'PATCH', body: { name: 'Afterwards' } });
  await gantry.cloudCall('/api/invitations', { method: 'POST', body: { email: 'late@example.com', role: 'viewer' } });
  await page.getByRole('button', { name: 'Store: Afterwards' }).waitFor();
  await page.reload();
  const invited = page.getByRole('list', { name: 'Invitations' }).getByText('late@example.com');
  await invited.waitFor();
  await shot(page, 'before');

  const began = Date.now();
  const { stderr } = await command('restore');
  if (!/and the Cloud goes on with it/.test(stderr) || !/The one before is in /.test(stderr)) throw new Error(stderr);
  console.log(`the command was done after ${Date.now() - began} ms`);
  await page.getByRole('button', { name: 'Store: Workshop' }).waitFor();
  await invited.waitFor({ state: 'detached' });
  console.log(`the page was back after ${Date.now() - began} ms`);
  page.errors = page.errors.filter((error) => !away.test(error));
  await shot(page, 'after');
  await gantry.cloudConnected();
  console.log(`the Fuse was back after ${Date.now() - began} ms`);
}
