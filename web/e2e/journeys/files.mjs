// A print file from the computer to printers: into the cache, onto a printer whose file server is real, with its
// progress, a stick that is missing, a connection that breaks and comes back, and one that is stopped.
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../processes.mjs';
import { atPrinter } from '../simulated.mjs';

export const options = { printers: ['p2s', 'x1c'], base: '127.0.25.1' };

const bytes = 3_000_000;

function printFile(folder) {
  const path = join(folder, 'tall vase.gcode');
  writeFileSync(path, `; header\n${'G1 X10 Y20 E0.4\n'.repeat(bytes / 16)}`);
  return path;
}

const row = (page, printer) => page.getByRole('list', { name: 'Sent to printers' }).getByRole('listitem').filter({ hasText: `to ${printer}` }).first();

async function send(page, printer) {
  await page.getByRole('button', { name: 'Send tall vase.gcode' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send to a printer' });
  await dialog.getByRole('radio', { name: printer }).click();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function missingStick(page, gantry, [p2s], shot) {
  await atPrinter(gantry, 'fault', p2s, 'no-storage');
  await page.getByRole('button', { name: 'Send tall vase.gcode' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send to a printer' });
  await dialog.getByText('No USB stick or card').waitFor();
  if (await dialog.getByRole('radio', { name: p2s.name }).isEnabled()) throw new Error('a printer without a stick can be chosen');
  await shot(page, 'choose');
  await page.keyboard.press('Escape');
  await atPrinter(gantry, 'fault', p2s, 'clear');
}

/** Seen from far away: the bar moves, the log says the same. */
async function arrives(page, gantry, [p2s], shot) {
  await atPrinter(gantry, 'fault', p2s, 'slow-ftp', '500');
  await send(page, p2s.name);
  await row(page, p2s.name).getByText(/% of/).waitFor();
  await shot(page, 'sending');
  await row(page, p2s.name).getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
  const there = join(gantry.options.data, 'sim', p2s.serial, 'storage', 'tall_vase.gcode');
  if (statSync(there).size < bytes) throw new Error('not all of it is on the printer');
}

async function breaks(page, gantry, [, x1c], shot) {
  await atPrinter(gantry, 'fault', x1c, 'slow-ftp', '100');
  await send(page, x1c.name);
  await row(page, x1c.name).getByText(/[1-9] % of/).waitFor();
  await atPrinter(gantry, 'fault', x1c, 'printer-off');
  await row(page, x1c.name).getByText('The connection to the printer is unstable').waitFor({ timeout: 20_000 });
  await shot(page, 'broken');
  await atPrinter(gantry, 'fault', x1c, 'clear');
  await row(page, x1c.name).getByText('Sent', { exact: true }).waitFor({ timeout: 45_000 });
}

async function isStopped(page, gantry, [p2s]) {
  await atPrinter(gantry, 'fault', p2s, 'slow-ftp', '100');
  await send(page, p2s.name);
  await row(page, p2s.name).getByRole('button', { name: /^Stop/ }).click();
  await row(page, p2s.name).getByText('Stopped').waitFor();
  await until('nothing in use', async () => (await gantry.fuseCall('/api/files')).files.every(({ in_use }) => !in_use));
}

async function isLogged(page, gantry) {
  await page.goto(`${gantry.fuseUrl}/logs`);
  await page.getByText(/sent “tall vase.gcode” to/).first().waitFor();
  await page.getByText(/sending “tall vase.gcode” to .* broke at/).first().waitFor();
}

export async function journey({ gantry, browser, shot, folder }) {
  const page = await browser.page(`${gantry.fuseUrl}/files`);
  await page.getByLabel('Files to upload').setInputFiles(printFile(folder));
  await page.getByRole('rowheader', { name: /tall vase/ }).waitFor();
  await missingStick(page, gantry, gantry.printers, shot);
  await arrives(page, gantry, gantry.printers, shot);
  await breaks(page, gantry, gantry.printers, shot);
  await isStopped(page, gantry, gantry.printers);
  await isLogged(page, gantry);
}
