// fuse.shown: from the moment Fuse has a printer's report until a browser on the same machine has painted it, the median
// over the cards of five printers that print. Both ends read the same clock.
import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { median } from './picture.mjs';

const seconds = 20;

/** Runs in the page: how old each report is in the frame after the one that draws it. */
function watchReports() {
  window.shownAfter = [];
  const watched = new MutationObserver((changes) => {
    const reports = changes.map(({ target }) => Number(target.dataset.report));
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.addEventListener('message', () => {
        const now = Date.now();
        for (const report of reports) window.shownAfter.push(now - report);
      });
      painted.port1.start();
      painted.port2.postMessage('');
    });
  });
  watched.observe(document.querySelector('.cards'), { subtree: true, attributeFilter: ['data-report'] });
}

const gantry = await Gantry.start({
  data: buildFolder('bench-shown'), printers: ['p1s', 'a1', 'p1p', 'p1s', 'a1'], base: '127.0.22.1', activate: false, fps: 1,
  simArguments: ['--no-ftps', '--no-ssdp', '--print-seconds', '120'],
});
const browser = await Browser.start();
try {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  await page.locator('.printer-card').nth(4).waitFor();
  await pause(3000);  // what opening the page costs is not what is asked
  await page.evaluate(watchReports);
  await pause(seconds * 1000);
  const shown = await page.evaluate(() => window.shownAfter);
  if (shown.length < seconds) throw new Error(`only ${shown.length} reports were shown`);
  console.log(JSON.stringify({ bench: 'fuse.shown', n: 'median', value: median(shown), unit: 'ms' }));
} finally {
  await browser.stop();
  await gantry.stop();
}
