// live.recovery: how long a page that nobody touches is without a new picture. "camera": the camera's connection is cut
// in the middle of a picture (95th percentile of both kinds of camera, again and again); "fuse": Fuse is killed and
// started again at once (the worse of both). Each picture tells when it was taken, so that an old one does not count.
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { percentile } from './picture.mjs';
import { until } from './processes.mjs';
import { atPrinter } from './simulated.mjs';
import { cloudTile, openCloud, playInCloud } from './watch.mjs';

const cuts = 10;
const kills = 3;
const pauseMs = 2000;  // between two, so that a picture is well on its way again

const print = (n, ms) => console.log(JSON.stringify({ bench: 'live.recovery', n, value: Number((ms / 1000).toFixed(2)), unit: 's' }));

/** Until a picture taken after `moment` is shown. @returns when, by the clock of this machine */
const picturesAgain = (page, printer, moment) =>
  until(`${printer.name} again`, async () => {
    const videos = await cloudTile(page, printer).locator('video').evaluateAll((all) => all.map(({ gantry }) => gantry.takenAt));
    return videos.some((takenAt) => takenAt > moment) && Date.now();
  }, { limitMs: 60_000 });

async function cutCamera(page, printer) {
  const began = Date.now();
  await atPrinter(gantry, 'fault', printer, 'camera-cut');
  const cut = Date.now() + 200;  // what had left the camera by then is no recovery
  return (await picturesAgain(page, printer, cut)) - began;
}

async function killFuse(page) {
  const killed = Date.now();
  await gantry.processes.kill(gantry.fuse);
  await gantry.startFuse();
  return Promise.all(gantry.printers.map(async (printer) => (await picturesAgain(page, printer, Date.now())) - killed));
}

const gantry = await Gantry.start({ data: buildFolder('bench-recovery'), printers: ['p1s', 'x1c'], base: '127.0.24.1' });
const browser = await Browser.start();
try {
  const page = await openCloud(browser, gantry);
  for (const printer of gantry.printers) await playInCloud(page, printer);
  const camera = [];
  const fuse = [];
  for (let turn = 0; turn < cuts; turn += 1) {
    camera.push(await cutCamera(page, gantry.printers[turn % gantry.printers.length]));
    await page.waitForTimeout(pauseMs);
  }
  console.error(`camera cut: ${camera.join(', ')} ms`);
  print('camera', percentile(camera, 95));
  for (let turn = 0; turn < kills; turn += 1) {
    fuse.push(...(await killFuse(page)));
    await page.waitForTimeout(pauseMs);
  }
  console.error(`Fuse killed: ${fuse.join(', ')} ms`);
  print('fuse', Math.max(...fuse));
} catch (error) {
  await browser.shotOfAll(buildFolder('bench-recovery'));
  throw error;
} finally {
  await browser.stop();
  await gantry.stop();
}
