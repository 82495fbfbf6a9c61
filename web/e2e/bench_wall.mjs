// live.wall: sixteen cameras live in one page of the Cloud, H.264 passed through (30 pictures per second each): the CPU of
// Fuse in cores. Every tile must show a picture within three seconds of the click. The simulated cameras repeat a
// recording, so that this machine has its time for the browser.
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { cpuSeconds, until } from './processes.mjs';
import { openCloud } from './watch.mjs';

const cameras = 16;
const seconds = 20;
const firstPictureMs = 3000;

/** With far fewer than the thirty that the cameras send the figure would flatter. */
const leastReceivedPerSecond = 20;

/** What the browser got, whether it had the time to show it or not. */
const received = (page) => page.evaluate(async () => {
  const reports = await Promise.all(window.gantryPeers.map((peer) => peer.getStats()));
  const videos = reports.flatMap((report) => Array.from(report.values())).filter(({ type }) => type === 'inbound-rtp');
  return videos.reduce((sum, { framesReceived = 0 }) => sum + framesReceived, 0);
});
const frames = (page) => page.locator('video').evaluateAll((videos) => videos.map((video) => video.gantry.frames));

const buttonsOf = (page) => page.locator('[data-printer-name]').getByRole('button', { name: /^(Stream|Watch)/ });

/** Clicks every tile at once. @returns when the last of them showed its first picture, in milliseconds */
async function playAll(page) {
  await buttonsOf(page).nth(cameras - 1).waitFor();
  await buttonsOf(page).evaluateAll((buttons) => buttons.forEach((button) => button.click()));
  return until('a picture in every tile', async () => {
    const videos = await page.locator('video').evaluateAll((all) => all.map((video) => video.gantry.firstFrameAt - window.gantryClickedAt));
    return videos.length === cameras && videos.every((ms) => ms > 0) && Math.round(Math.max(...videos));
  });
}

const gantry = await Gantry.start({
  data: buildFolder('bench-wall'), printers: ['x1c'], base: '127.0.23.1',
  simArguments: ['--count', String(cameras), '--recorded', '--no-ftps', '--no-ssdp', '--print-seconds', '600'],
});
const browser = await Browser.start();
try {
  const page = await openCloud(browser, gantry);
  await page.setViewportSize({ width: 1920, height: 1200 });
  await page.evaluate(() => (window.gantryIgnoresClocks = true));
  const last = await playAll(page);
  if (last > firstPictureMs) throw new Error(`the last tile showed its first picture after ${last} ms`);
  const before = { cpu: cpuSeconds(gantry.fuse), received: await received(page), frames: await frames(page), at: Date.now() };
  await page.waitForTimeout(seconds * 1000);
  const passed = (Date.now() - before.at) / 1000;
  const used = (cpuSeconds(gantry.fuse) - before.cpu) / passed;
  const sent = (await received(page)) - before.received;
  const shown = (await frames(page)).map((count, index) => (count - before.frames[index]) / passed);
  const rates = `${(sent / passed / cameras).toFixed(1)} pictures per second to each tile, ${Math.min(...shown).toFixed(1)} to ${Math.max(...shown).toFixed(1)} shown`;
  console.error(`first pictures within ${last} ms; ${rates}`);
  if (Math.min(...shown) < 1) throw new Error(`a tile stood still: ${rates}`);
  if (sent / passed / cameras < leastReceivedPerSecond) throw new Error(`this machine is too busy for the figure: ${rates}`);
  console.log(JSON.stringify({ bench: 'live.wall', n: cameras, value: Number(used.toFixed(4)), unit: 'core' }));
} finally {
  await browser.stop();
  await gantry.stop();
}
