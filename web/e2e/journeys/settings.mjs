// Settings from one end to the other: changes that outlive a restart, the file cache, the log, an export that brings
// everything back after a reset, and the end of the activation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../processes.mjs';
import { cameraSockets, expectNoSocketAfter, watchAll } from '../sockets.mjs';

const passphrase = 'correct horse battery';

export const options = { printers: ['p1s', 'x1c'], base: '127.0.23.1' };

const section = (page, name) => page.getByRole('region', { name, exact: true });

/** What the browser saves, as text. */
async function savedText(page, folder, click) {
  const [saved] = await Promise.all([page.waitForEvent('download'), click()]);
  const path = join(folder, 'saved');
  await saved.saveAs(path);
  return readFileSync(path, 'utf8');
}

/** A click on a switch, and the server's word for it. */
async function flip(page, gantry, name, member, value) {
  await page.getByRole('switch', { name }).click();
  await until(`${member} = ${value}`, async () => (await gantry.fuseCall('/api/settings'))[member] === value);
}

async function save(region, field, value) {
  await region.getByRole('textbox', { name: field }).fill(value);
  const form = region.locator('form', { has: region.page().getByRole('textbox', { name: field }) });
  await form.getByRole('button', { name: 'Save' }).click();
}

async function changeSettings(page, gantry, shot) {
  await page.goto(`${gantry.fuseUrl}/settings`);
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await save(section(page, 'File Cache'), 'Cache Size', '3');
  await save(section(page, 'Cameras'), 'Timelapse Cache Size', '7');
  await page.getByRole('radio', { name: 'Every 30 seconds' }).click();
  await until('the mode', async () => (await gantry.fuseCall('/api/settings')).timelapse_mode === 'every_30_seconds');
  await flip(page, gantry, /^Allow remote stream access/, 'remote_stream_enabled', false);
  await flip(page, gantry, /^Enable snapshots/, 'snapshots_enabled', false);
  await page.getByRole('button', { name: 'Sync Printers to Cloud' }).click();
  await page.getByText('Sent: 2 printers.').waitFor();
  await page.getByRole('button', { name: 'Show Token' }).click();
  await page.getByRole('button', { name: 'Hide Token' }).waitFor();
  await page.getByRole('button', { name: 'Hide Token' }).click();
  await until('the allowed printers', async () => (await page.getByRole('list', { name: 'Allowed Printers' }).getByRole('listitem').count()) === 2);
  await shot(page, 'settings');
}

/** Cameras off: whatever is open is closed within a second, also at cameras that answer nothing, and says why. */
async function switchCamerasOff(page, gantry, browser, shot) {
  const off = () => page.getByRole('switch', { name: /^Cameras/ }).click();
  const watching = await browser.page(`${gantry.fuseUrl}/printers`);
  await watchAll(watching, gantry);
  await expectNoSocketAfter('watched', gantry, page, off);
  await until('every camera off', async () => (await gantry.fuseCall('/api/printers')).every(({ camera }) => camera.state === 'disabled'));
  await section(page, 'Cameras').scrollIntoViewIfNeeded();
  await shot(page, 'cameras-off');
  await flip(page, gantry, /^Cameras/, 'cameras_enabled', true);
  await watching.reload();
  await watchAll(watching, gantry);
  gantry.sim.child.kill('SIGSTOP');
  await expectNoSocketAfter('silent', gantry, page, off).finally(() => gantry.sim.child.kill('SIGCONT'));
  if (cameraSockets(gantry) !== 0) throw new Error('a camera was connected to again');
  await watching.close();
  await flip(page, gantry, /^Cameras/, 'cameras_enabled', true);
}

/** One printer's own switch leaves the others alone. */
async function switchOneCameraOff(page, gantry, shot) {
  await page.getByRole('link', { name: 'Printers', exact: true }).click();
  const { name } = gantry.printers[0];
  await page.getByRole('button', { name: `Edit ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Edit ${name}` });
  await dialog.getByRole('switch', { name: /^Camera/ }).click();
  await shot(page, 'edit');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const states = async () => Object.fromEntries((await gantry.fuseCall('/api/printers')).map(({ printer, camera }) => [printer.name, camera.state]));
  await until('one camera off', async () => (await states())[name] === 'disabled');
  if (Object.values(await states()).filter((state) => state === 'disabled').length !== 1) throw new Error('another camera is off as well');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
}

async function restart(page, gantry, shot) {
  const { started_at } = await gantry.fuseCall('/api/status');
  await page.getByRole('button', { name: 'Restart Fuse Client' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restart Fuse Client?' });
  await shot(page, 'restart');
  await dialog.getByRole('button', { name: 'Restart' }).click();
  await page.getByText('Fuse was restarted.').waitFor({ timeout: 30_000 });
  const status = await gantry.fuseCall('/api/status');
  if (status.started_at === started_at) throw new Error('it was not started anew');
  console.log(`restarted in ${status.started_at - started_at} ms since the start before`);
  await gantry.cloudConnected();
  await gantry.printersConnected();
  forgetRestart(page);
  await page.reload();
  const { file_cache_gb, timelapse_cache_gb, timelapse_mode, snapshots_enabled, remote_stream_enabled } = await gantry.fuseCall('/api/settings');
  const kept = [file_cache_gb, timelapse_cache_gb, timelapse_mode, snapshots_enabled, remote_stream_enabled];
  if (JSON.stringify(kept) !== JSON.stringify([3, 7, 'every_30_seconds', false, false])) throw new Error(`settings are ${JSON.stringify(kept)}`);
  await page.getByRole('textbox', { name: 'Timelapse Cache Size' }).waitFor();
}

/** What a browser writes while the server is away is no fault of the page. */
function forgetRestart(page) {
  page.errors = page.errors.filter((error) => !/WebSocket|ERR_CONNECTION|ERR_EMPTY|net::ERR/.test(error));
}

async function files(page, gantry, shot, folder) {
  await page.getByRole('link', { name: 'Files', exact: true }).click();
  await page.getByRole('heading', { name: 'No cached files yet' }).waitFor();
  await shot(page, 'files-empty');
  const names = ['vase "spiral" <b>.gcode', 'Zahnrad 🦀 für die Werkstatt.gcode'];
  const paths = names.map((name, index) => {
    const path = join(folder, `upload-${index}.gcode`);
    writeFileSync(path, `; ${name}\n${'G1 X1 Y1\n'.repeat(30_000)}`);
    return path;
  });
  const input = page.locator('input[type="file"]');
  await input.setInputFiles(paths.map((path, index) => ({ name: names[index], mimeType: 'application/octet-stream', buffer: readFileSync(path) })));
  for (const name of names) await page.getByRole('rowheader', { name }).waitFor();
  await input.setInputFiles([{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') }]);
  await page.getByRole('list', { name: 'Uploads' }).getByRole('alert').waitFor();
  page.errors = page.errors.filter((error) => !/status of 501/.test(error));
  await shot(page, 'files');
  await page.getByRole('button', { name: 'Dismiss photo.jpg' }).click();
  const saved = await savedText(page, folder, () => page.getByRole('link', { name: `Download ${names[0]}` }).click());
  if (saved !== readFileSync(paths[0], 'utf8')) throw new Error('the download differs');
  await page.getByRole('button', { name: `Delete ${names[1]}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('rowheader', { name: names[1] }).waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Cache settings' }).click();
  await page.getByText(/of 3.0 GB used · 1 file/).waitFor();
}

async function logs(page, gantry, shot, folder) {
  await page.getByRole('link', { name: 'View Logs' }).click();
  const log = page.getByRole('log', { name: 'Log' });
  await log.getByText('was deleted').waitFor();
  await gantry.fuseCall('/api/settings', { method: 'PATCH', body: { timelapse_cache_gb: 8 } });
  await until('the change in the log', async () => (await log.getByText('changed: timelapse_cache_gb = 8').count()) > 0, { limitMs: 5000 });
  await shot(page, 'logs');
  await page.getByRole('combobox', { name: 'Level' }).selectOption('info');
  await page.getByRole('searchbox', { name: 'Filter' }).fill('fuse.files deleted');
  await page.getByText(/^1 of \d+ lines/).waitFor();
  await shot(page, 'logs-filtered');
  const text = await savedText(page, folder, () => page.getByRole('link', { name: 'Download' }).click());
  if (!text.includes('fuse.settings: changed: timelapse_cache_gb = 8')) throw new Error('the file is not the log');
  for (const { access_code } of gantry.printers) if (text.includes(access_code)) throw new Error('an access code is in the log');
}

async function exportPrinters(page, gantry, shot, folder) {
  await page.goto(`${gantry.fuseUrl}/settings#printers`);
  await page.getByRole('button', { name: 'Export Configuration' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export Configuration' });
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await dialog.getByLabel('Passphrase again').fill(passphrase);
  await shot(page, 'export');
  const [saved] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Export' }).click()]);
  const path = join(folder, saved.suggestedFilename());
  await saved.saveAs(path);
  return path;
}

async function reset(page, gantry, shot) {
  await section(page, 'Danger Zone').scrollIntoViewIfNeeded();
  await section(page, 'Danger Zone').getByRole('button', { name: 'Reset' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset this Fuse?' });
  await dialog.getByRole('textbox').fill('reset');
  await shot(page, 'reset');
  await dialog.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('button', { name: 'Request New Activation Code' }).waitFor({ timeout: 30_000 });
  forgetRestart(page);
  if ((await gantry.fuseCall('/api/printers')).length !== 0) throw new Error('a printer has stayed');
  if ((await gantry.fuseCall('/api/settings')).file_cache_gb !== 10) throw new Error('a setting has stayed');
}

async function importPrinters(page, gantry, shot, file) {
  await page.goto(`${gantry.fuseUrl}/printers`);
  await page.getByRole('button', { name: 'Add Manually' }).click();
  await page.getByRole('menuitem', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import printers' });
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await dialog.getByLabel('Passphrase').fill('a wrong passphrase');
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('alert').waitFor();
  page.errors = page.errors.filter((error) => !/status of 422/.test(error));
  await shot(page, 'import-wrong-passphrase');
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('list', { name: 'Printers in the file' }).waitFor();
  if ((await gantry.fuseCall('/api/printers')).length !== 0) throw new Error('the review has written something');
  await shot(page, 'import-review');
  await dialog.getByRole('button', { name: 'Import 2 Printers' }).click();
  await dialog.getByText('Every chosen printer is here now.').waitFor();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await gantry.printersConnected();
}

/** The same file once more, after one printer was renamed here. */
async function importAgain(page, gantry, shot, file) {
  const [first] = await gantry.fuseCall('/api/printers');
  await gantry.fuseCall(`/api/printers/${first.printer.id}`, { method: 'PATCH', body: { name: 'Renamed <i>here</i>' } });
  await page.getByRole('button', { name: 'Add Manually' }).click();
  await page.getByRole('menuitem', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import printers' });
  await dialog.locator('input[type="file"]').setInputFiles(file);
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Review' }).click();
  await dialog.getByRole('checkbox', { name: 'Overwrite Renamed <i>here</i>' }).check();
  await shot(page, 'import-conflict');
  await dialog.getByRole('button', { name: 'Import 1 Printer' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await until('the old name', async () => (await gantry.fuseCall('/api/printers'))[0].printer.name === first.printer.name);
}

async function deactivate(page, gantry) {
  await page.goto(`${gantry.fuseUrl}/settings#danger`);
  await section(page, 'Danger Zone').getByRole('button', { name: 'Deactivate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deactivate this Fuse?' });
  await dialog.getByRole('textbox').fill('Deactivate');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await until('no activation', async () => (await gantry.fuseCall('/api/status')).cloud.state === 'not_activated');
  if ((await gantry.fuseCall('/api/printers')).length !== 2) throw new Error('deactivating has removed printers');
}

export async function journey({ gantry, browser, shot, folder }) {
  const page = await browser.page(`${gantry.fuseUrl}/settings`);
  await changeSettings(page, gantry, shot);
  await switchCamerasOff(page, gantry, browser, shot);
  await switchOneCameraOff(page, gantry, shot);
  await restart(page, gantry, shot);
  await files(page, gantry, shot, folder);
  await logs(page, gantry, shot, folder);
  const file = await exportPrinters(page, gantry, shot, folder);
  await reset(page, gantry, shot);
  await importPrinters(page, gantry, shot, file);
  await importAgain(page, gantry, shot, file);
  await gantry.activate();
  await deactivate(page, gantry);
}
