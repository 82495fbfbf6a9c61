// live.first_frame and live.latency: clicks in a real browser, one JSON line per figure. Of the two kinds of camera
// (JPEG at 10 fps, H.264 at 30 fps) the worse median counts. "cold": the JPEG camera's connection is closed before each
// click, so that the click waits for TCP, TLS, login, the camera's next picture and a new encoder too.
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { until } from './processes.mjs';
import { measureClicks, openCloud } from './watch.mjs';

const coldClicks = 5;

const print = (bench, n, value) => console.log(JSON.stringify({ bench, n, value, unit: 'ms' }));

// Snapshots would open the camera by themselves.
async function clickCold(page) {
  await gantry.fuseCall('/api/settings', { method: 'PATCH', body: { snapshots_enabled: false } });
  const printer = gantry.printers.find(({ camera }) => camera !== 'rtsps');
  const before = () =>
    until(`the camera of ${printer.name} to be closed`, async () => {
      const views = await gantry.fuseCall('/api/printers');
      return views.find((view) => view.printer.name === printer.name).camera.state === 'closed';
    });
  print('live.first_frame', 'cold', (await measureClicks(page, printer, { times: coldClicks, before })).first);
}

const gantry = await Gantry.start({ data: buildFolder('bench-live'), printers: ['p1s', 'x1c'], base: '127.0.10.1' });
const browser = await Browser.start();
try {
  for (const mode of ['direct', 'relay']) {
    const page = await openCloud(browser, gantry, mode === 'relay' ? { policy: 'relay' } : {});
    const seen = [];
    for (const printer of gantry.printers) seen.push(await measureClicks(page, printer));
    print('live.first_frame', mode, Math.max(...seen.map(({ first }) => first)));
    if (mode === 'direct') print('live.latency', 'direct', Math.max(...seen.map(({ latency }) => latency)));
    if (mode === 'direct') await clickCold(page);
    await page.close();
  }
} finally {
  await browser.stop();
  await gantry.stop();
}
