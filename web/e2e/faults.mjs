// What happens when something breaks while a person watches: each fault has a named outcome in the page, and what can
// recover does so by itself. `faults.mjs WORDS` runs the scenarios whose names have these words. Part of ./dev test demo.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder, programs, slowPrograms } from './gantry.mjs';
import { until } from './processes.mjs';
import { cloudTile, openCloud, playInCloud, playInFuse, stopInCloud } from './watch.mjs';

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

/** Runs in the page: when no picture of any kind is left in it and no connection is open, by the clock of this machine. */
const picturesGone = () => new Promise((resolve) => {
  const look = () => {
    const open = window.gantryPeers.some((peer) => peer.connectionState !== 'closed');
    if (!open && !document.querySelector('video, .picture, .picture-kept, .picture-poster')) return resolve(Date.now());
    return setTimeout(look, 5);
  };
  look();
});

const wanted = process.argv[2] ?? '';

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

  async 'a person who loses printer.camera loses every picture within a second'() {
    const guest = { name: 'Guest', email: 'guest@example.com', password: 'correct horse battery', role: 'operator' };
    const { cookie, user } = await gantry.addUser(guest);
    const page = await openCloud(browser, gantry, { cookie });
    const poster = cloudTile(page, jpegPrinter).getByAltText(`${jpegPrinter.name}, latest snapshot`);
    await poster.waitFor();
    // Of the other one there is only the picture that its stream left.
    await page.route(/snapshot\.jpg/, (route) => route.abort());
    await page.reload();
    await playInCloud(page, h264Printer);
    await stopInCloud(page, h264Printer);
    await cloudTile(page, h264Printer).locator('canvas').waitFor();
    await page.unroute(/snapshot\.jpg/);
    await until('a new poster', () => poster.evaluate((image) => image.complete && image.naturalWidth > 0), { limitMs: 60_000 });
    await playInCloud(page, jpegPrinter);
    const seen = page.evaluate(picturesGone);
    await gantry.cloudCall(`/api/users/${user.id}`, { method: 'PATCH', body: { role: 'viewer' } });
    const answered = Date.now();
    await becomes('no viewer', jpegPrinter, (view) => view.camera.viewers === 0);
    const took = Math.max(Date.now(), await seen) - answered;
    if (took > 1000 * slowPrograms) throw new Error(`${took} ms`);
    console.log(`        video, posters, kept picture and peer were gone after ${took} ms`);
    await page.close();
  },

  async 'a Fuse that falls silent is given 30 s; then Retry, which plays when it is back'() {
    const page = await openCloud(browser, gantry);
    const tile = cloudTile(page, h264Printer);
    const stream = tile.getByRole('button', { name: `Stream ${h264Printer.name}` });
    await stream.waitFor();
    gantry.fuse.child.kill('SIGSTOP');
    try {
      const clicked = Date.now();
      await stream.click();
      const error = tile.getByRole('alert');
      await error.waitFor({ timeout: 40_000 });
      const seconds = (Date.now() - clicked) / 1000;
      const said = await error.innerText();
      if (said.split('\n')[0] !== "Couldn't connect to the camera after 30s") throw new Error(`after ${seconds} s: ${said}`);
      if (seconds < 29 || seconds > 33) throw new Error(`after ${seconds} s`);
      await tile.getByRole('button', { name: 'Retry' }).waitFor();
    } finally {
      gantry.fuse.child.kill('SIGCONT');
    }
    await gantry.printersOnline();
    await tile.getByRole('button', { name: 'Retry' }).click();
    await until('live', async () => (await tile.getAttribute('data-live-state')) === 'live', { limitMs: 30_000 });
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
const chosen = Object.entries(scenarios).filter(([name]) => name.includes(wanted));
for (const [name, scenario] of chosen) {
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
console.log(`faults: ${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
