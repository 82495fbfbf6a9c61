// What happens when something breaks while a person watches: each fault has a named outcome in the page, and what can
// recover does so by itself. Part of ./dev test demo.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder, programs } from './gantry.mjs';
import { until } from './processes.mjs';
import { cloudTile, openCloud, playInCloud, playInFuse } from './watch.mjs';

const run = promisify(execFile);
const gantry = await Gantry.start({ data: buildFolder('faults'), printers: ['p1s', 'x1c'], base: '127.0.11.1' });
let browser = await Browser.start();
const [jpegPrinter, h264Printer] = gantry.printers;

const fault = (printer, ...kind) =>
  run(`${programs}/gantry`, ['sim', 'fault', '--data', `${gantry.options.data}/sim`, printer.serial, ...kind]);

const fusePrinter = async (printer) => {
  const views = await (await fetch(`${gantry.fuseUrl}/api/printers`)).json();
  return views.find((view) => view.printer.serial === printer.serial);
};

const becomes = (what, printer, test, limitMs = 30_000) =>
  until(what, async () => test(await fusePrinter(printer)), { limitMs });

const text = (tile, pattern, limitMs = 30_000) =>
  until(`${pattern} in the tile`, async () => pattern.test(await tile.innerText()), { limitMs });

const frames = (tile) => tile.locator('video').evaluate((video) => video.gantry.frames);

const scenarios = {
  async 'a viewer that vanishes without goodbye is gone within 10 s'() {
    const page = await openCloud(browser, gantry);
    await playInCloud(page, jpegPrinter);
    await browser.crash();
    await becomes('no viewer', jpegPrinter, (view) => view.camera.viewers === 0, 10_000);
    browser = await Browser.start();
  },

  async 'a killed Fuse is named in the tile, and the picture comes back by itself'() {
    const page = await openCloud(browser, gantry);
    const tile = cloudTile(page, h264Printer);
    await playInCloud(page, h264Printer);
    await gantry.processes.kill(gantry.fuse);
    await text(tile, /offline/i);
    await gantry.startFuse();
    await gantry.printersOnline();
    await until('live again', async () => (await tile.getAttribute('data-live-state')) === 'live', { limitMs: 60_000 });
    await page.close();
  },

  async 'a restarted Cloud leaves the video in the page of Fuse alone'() {
    const page = await browser.page(`${gantry.fuseUrl}/printers`);
    await playInFuse(page, h264Printer);
    await gantry.processes.kill(gantry.cloud);
    const card = cloudTile(page, h264Printer);
    const before = await frames(card);
    await until('30 more frames', async () => (await frames(card)) > before + 30, { limitMs: 5000 });
    await gantry.startCloud();
    await gantry.cloudConnected();
    if ((await card.getAttribute('data-live-state')) !== 'live') throw new Error('the video ended');
    await page.close();
  },

  async 'a person who loses printer.camera loses the picture within a second'() {
    const guest = { name: 'Guest', email: 'guest@example.com', password: 'correct horse battery', role: 'operator' };
    const { cookie, user } = await gantry.addUser(guest);
    const page = await openCloud(browser, gantry, { cookie });
    await playInCloud(page, jpegPrinter);
    await gantry.cloudCall(`/api/users/${user.id}`, { method: 'PATCH', body: { role: 'viewer' } });
    await becomes('no viewer', jpegPrinter, (view) => view.camera.viewers === 0, 1000);
    await until('no video in the page', async () => (await page.locator('video').count()) === 0, { limitMs: 1000 });
    await page.close();
  },

  async 'a camera that is switched off says so in the tile'() {
    await fault(jpegPrinter, 'camera-off');
    const page = await openCloud(browser, gantry);
    const tile = cloudTile(page, jpegPrinter);
    await tile.getByRole('button', { name: /^(Stream|Watch)/ }).first().click();
    await until('an error', async () => (await tile.getAttribute('data-live-state')) === 'error', { limitMs: 40_000 });
    await text(tile, /camera|network/i);
    await fault(jpegPrinter, 'clear');
    await page.close();
  },

  async 'a camera that fails for longer than some attempts plays again by itself'() {
    const page = await openCloud(browser, gantry);
    const tile = cloudTile(page, jpegPrinter);
    await playInCloud(page, jpegPrinter);
    await fault(jpegPrinter, 'camera-off');
    // The third pause: two attempts by itself have failed.
    await text(tile, /Trying again in (10|[6-9]) s/, 150_000);
    if (!(await tile.getByRole('button', { name: 'Retry' }).isVisible())) throw new Error('no Retry');
    await fault(jpegPrinter, 'clear');
    await until('live again', async () => (await tile.getAttribute('data-live-state')) === 'live', { limitMs: 60_000 });
    const before = await frames(tile);
    await until('more frames', async () => (await frames(tile)) > before + 5, { limitMs: 10_000 });
    await page.close();
  },

  async 'a changed certificate stops the connection until a person accepts it'() {
    await fault(h264Printer, 'certificate-changed');
    const { printer } = await becomes('untrusted', h264Printer, (view) => view.state.problem?.code === 'untrusted' && view);
    await gantry.fuseCall(`/api/printers/${printer.id}`, { method: 'PATCH', body: { accept_certificate: true } });
    await becomes('online', h264Printer, (view) => view.state.connection === 'online');
  },

  async 'a wrong access code is named, and the right one works at once'() {
    const { printer } = await fusePrinter(jpegPrinter);
    const change = (access_code) => gantry.fuseCall(`/api/printers/${printer.id}`, { method: 'PATCH', body: { access_code } });
    await change('00000000');
    await becomes('unauthorized', jpegPrinter, (view) => view.state.problem?.code === 'unauthorized');
    await change(jpegPrinter.access_code);
    await becomes('online', jpegPrinter, (view) => view.state.connection === 'online');
  },

  async 'a printer that is switched off is offline, and online again afterwards'() {
    await fault(h264Printer, 'printer-off');
    await becomes('offline', h264Printer, (view) => view.state.connection === 'offline');
    await fault(h264Printer, 'printer-on');
    await becomes('online', h264Printer, (view) => view.state.connection === 'online', 60_000);
  },
};

let failed = 0;
for (const [name, scenario] of Object.entries(scenarios)) {
  const started = Date.now();
  try {
    await scenario();
    console.log(`passed  ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}
await browser.stop();
await gantry.stop();
console.log(`faults: ${Object.keys(scenarios).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
