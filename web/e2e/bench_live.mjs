// live.first_frame and live.latency: clicks in a real browser, one JSON line per figure. Of the two kinds of camera
// (JPEG at 10 fps, H.264 at 30 fps) the worse median counts.
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { median } from './picture.mjs';
import { openCloud, playInCloud, stopInCloud } from './watch.mjs';

const clicks = 10;

const print = (bench, n, value) => console.log(JSON.stringify({ bench, n, value, unit: 'ms' }));

async function clickAgainAndAgain(page, printer) {
  const first = [];
  const latency = [];
  for (let click = 0; click < clicks; click += 1) {
    const seen = await playInCloud(page, printer);
    first.push(seen.firstFrameMs);
    latency.push(seen.latencyMs);
    await stopInCloud(page, printer);
  }
  return { first: median(first), latency: median(latency) };
}

const gantry = await Gantry.start({ data: buildFolder('bench-live'), printers: ['p1s', 'x1c'], base: '127.0.10.1' });
const browser = await Browser.start();
try {
  for (const mode of ['direct', 'relay']) {
    const page = await openCloud(browser, gantry, mode === 'relay' ? { policy: 'relay' } : {});
    const seen = [];
    for (const printer of gantry.printers) seen.push(await clickAgainAndAgain(page, printer));
    print('live.first_frame', mode, Math.max(...seen.map(({ first }) => first)));
    if (mode === 'direct') print('live.latency', 'direct', Math.max(...seen.map(({ latency }) => latency)));
    await page.close();
  }
} finally {
  await browser.stop();
  await gantry.stop();
}
