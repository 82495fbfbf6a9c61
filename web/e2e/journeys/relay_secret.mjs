// A TURN server with another secret than the Cloud's: nobody can be relayed, and whoever asks why is told so, by what the
// server answers to Fuse and to this browser. With the right secret the picture comes, by the tile's own doing.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from '../gantry.mjs';
import { freePort } from '../ports.mjs';
import { until } from '../processes.mjs';
import { cloudTile, openCloud } from '../watch.mjs';

const port = await freePort();
const secret = 'the secret of the Cloud';

export const options = {
  printers: ['p1s'],
  relay: false,
  cloud: ['--turn', `turn:127.0.0.1:${port}?transport=udp`],
  cloudEnvironment: { GANTRY_TURN_SECRET: secret },
};

async function startRelay(gantry, name, shared) {
  const folder = gantry.options.data;
  const lines = [
    'listening-ip=127.0.0.1', 'relay-ip=127.0.0.1', `listening-port=${port}`, 'use-auth-secret', `static-auth-secret=${shared}`, 'realm=gantry',
    'allow-loopback-peers', 'no-tls', 'no-dtls', 'no-cli', `pidfile=${join(folder, `${name}.pid`)}`, `userdb=${join(folder, `${name}.db`)}`,
    'log-file=stdout', 'simple-log', 'relay-threads=1',
  ];
  const file = join(folder, `${name}.conf`);
  writeFileSync(file, lines.join('\n'));
  let ready = false;
  const running = gantry.processes.start(name, 'turnserver', ['-c', file], { onLine: (line) => (ready ||= /DB connection success/.test(line)) });
  await until(name, async () => ready, { running });
  return running;
}

/** What `gantry doctor` says of the TURN server for Fuse itself: the cause, or the state of the step. */
function turnFromTheShell(gantry) {
  const { stdout, stderr } = spawnSync(join(programs, 'gantry'), ['doctor', '--data', join(gantry.options.data, 'fuse'), '--json'], { encoding: 'utf8' });
  const [line] = stdout.split('\n');
  if (!line) throw new Error(`gantry doctor says nothing: ${stderr}`);
  const step = JSON.parse(line).steps.find(({ id }) => id === 'turn');
  return step?.cause || step?.state;
}

export async function journey({ gantry, browser, shot }) {
  const [printer] = gantry.printers;
  const other = await startRelay(gantry, 'other-relay', 'another secret');
  const page = await openCloud(browser, gantry, { policy: 'relay' });
  const tile = cloudTile(page, printer);
  const dialog = page.getByRole('dialog', { name: /^Why is there no picture\?/ });
  await tile.getByRole('button', { name: /^(Stream|Watch)/ }).first().click();
  await tile.getByRole('button', { name: `Find out why: ${printer.name}` }).click({ timeout: 60_000 });
  await dialog.getByRole('heading', { name: 'The TURN relay refuses the credential' }).waitFor({ timeout: 90_000 });
  for (const step of ['turn', 'browser_turn', 'path']) await dialog.locator(`[data-step="${step}"][data-state="failed"]`).waitFor();
  await dialog.getByText(/whoever runs Gantry checks the TURN secret/).first().waitFor();
  await shot(page, 'refused');
  const refused = turnFromTheShell(gantry);
  if (refused !== 'turn_refused') throw new Error(`from the shell the relay is ${refused}`);

  await gantry.processes.stop(other);
  await startRelay(gantry, 'relay', secret);
  await dialog.getByRole('button', { name: 'Check again' }).click();
  await dialog.locator('[data-step="browser_turn"][data-state="passed"]').waitFor({ timeout: 60_000 });
  await dialog.locator('[data-step="path"][data-state="passed"]').waitFor({ timeout: 60_000 });
  const relays = turnFromTheShell(gantry);
  if (relays !== 'passed') throw new Error(`from the shell the relay is ${relays}`);
  await page.getByRole('button', { name: 'Close dialog' }).click();
  await until('live by itself', async () => (await tile.getAttribute('data-live-state')) === 'live', { limitMs: 90_000 });
}
