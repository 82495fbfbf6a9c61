// No picture in the Cloud: whoever watches from afar asks why, and is told which step fails on the whole way, from the
// printer through Fuse and the Cloud's storage to this browser; each cause is real, and goes away again.
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slowPrograms } from '../gantry.mjs';
import { until } from '../processes.mjs';
import { atPrinter } from '../simulated.mjs';
import { cloudTile, openCloud, playInCloud } from '../watch.mjs';

export const options = { printers: ['p1s', 'x1c'] };

export async function journey({ gantry, browser, shot }) {
  const [jpeg, video] = gantry.printers;
  const page = await openCloud(browser, gantry);
  const fault = (printer, kind) => atPrinter(gantry, 'fault', printer, kind);
  const settings = (body) => gantry.fuseCall('/api/settings', { method: 'PATCH', body });
  const dialog = () => page.getByRole('dialog', { name: /^Why is there no picture\?/ });
  const heading = (name) => dialog().getByRole('region', { name: 'Result' }).getByRole('heading', { name }).waitFor({ timeout: 60_000 });
  const step = (id, state) => dialog().locator(`[data-step="${id}"][data-state="${state}"]`).waitFor({ timeout: 60_000 });
  const well = /^(Everything works|It works, with something to know)$/;
  const close = async () => {
    await page.getByRole('button', { name: 'Close dialog' }).click();
    await dialog().waitFor({ state: 'detached' });
  };
  const ask = (printer) => cloudTile(page, printer).getByRole('button', { name: new RegExp(`Find out why: ${printer.name}$`) }).first().click();
  const checkAgain = async () => {
    await dialog().getByRole('button', { name: 'Check again' }).click();
    await heading(well);
    await step('path', 'passed');
  };
  /** That a server is away is noted by the browser, and no error of the page. */
  const note = page.errors.push.bind(page.errors);
  page.errors.push = (...texts) => note(...texts.filter((text) => !/Failed to load resource|WebSocket connection/.test(text)));
  const snapshots = cloudTile(page, jpeg).getByAltText(`${jpeg.name}, latest snapshot`);
  await snapshots.waitFor({ timeout: 60_000 });

  // The camera is switched off on the printer; the tile tries again by itself when it is on.
  await playInCloud(page, jpeg);
  await fault(jpeg, 'camera-off');
  await until('an error', async () => /Trying again/.test(await cloudTile(page, jpeg).innerText()), { limitMs: 90_000 });
  await shot(page, 'trying-again');
  await ask(jpeg);
  await step('camera', 'failed');
  await heading(/^(Connected, but no pictures|The camera is stuck)$/);
  await shot(page, 'camera-off');
  await fault(jpeg, 'clear');
  await close();
  await until('live by itself', async () => (await cloudTile(page, jpeg).getAttribute('data-live-state')) === 'live', { limitMs: 90_000 });

  // The printer is off.
  await fault(video, 'printer-off');
  await ask(video);
  await heading('Connection refused');
  await step('mqtt_port', 'failed');
  await fault(video, 'printer-on');
  await gantry.printersOnline();
  await checkAgain();
  await close();

  // Fuse allows no streams to the Cloud any more, while somebody watches.
  await settings({ remote_stream_enabled: false });
  const switched = Date.now();
  await until('no picture', async () => {
    const tile = cloudTile(page, jpeg);
    return (await tile.getAttribute('data-live-state')) !== 'live' && /Remote camera streaming is disabled/.test(await tile.innerText());
  });
  const took = Date.now() - switched;
  console.log(`the picture was gone ${took} ms after remote streams were switched off`);
  if (took > 1000 * slowPrograms) throw new Error(`the picture was still there after ${took} ms`);
  await ask(video);
  await heading('Remote camera streaming is disabled');
  await step('remote', 'failed');
  await settings({ remote_stream_enabled: true });
  await checkAgain();
  await close();

  // The Cloud's storage takes no pictures: the age of the tile's says so.
  const store = join(gantry.options.data, 'cloud/objects/snapshots');
  const [name] = readdirSync(store);
  renameSync(join(store, name), join(store, `${name}-away`));
  writeFileSync(join(store, name), 'in the way');
  await gantry.fuseCall('/api/activity/refresh', { method: 'POST' });
  const late = cloudTile(page, video).getByRole('button', { name: /^Old picture.*No newer one came/ });
  await late.waitFor({ timeout: 90_000 });
  await shot(page, 'old-picture');
  await late.click();
  await step('snapshots', 'warned');
  await dialog().getByText(/uploads? of the last 24 hours failed/).first().waitFor();
  await heading(well);
  await dialog().getByRole('region', { name: 'Result' }).getByText(/Snapshots do not arrive/).waitFor();
  await shot(page, 'uploads-refused');
  rmSync(join(store, name));
  renameSync(join(store, `${name}-away`), join(store, name));
  await close();
  await gantry.fuseCall('/api/activity/refresh', { method: 'POST' });
  await late.waitFor({ state: 'detached', timeout: 60_000 });

  // Fuse is away, and has just been started again.
  await gantry.processes.kill(gantry.fuse);
  await ask(video);
  await heading('Fuse is offline');
  await dialog().getByText(/^A Fuse that has just restarted needs some seconds/).first().waitFor();
  await gantry.startFuse();
  await gantry.printersOnline();
  await checkAgain();

  // The Cloud itself is away.
  await gantry.processes.kill(gantry.cloud);
  await dialog().getByRole('button', { name: 'Check again' }).click();
  await heading('Gantry does not answer this page');
}
