// ./dev demo --check: plays every camera in a real browser, directly, through TURN and in Fuse's own card.
// Prints what it measured, keeps screenshots, and ends with 0 only when all play.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { bytesCarried } from './processes.mjs';
import { openCloud, playInCloud, playInFuse, stopInCloud } from './watch.mjs';

const data = buildFolder('check');
const screenshots = join(data, 'screenshots');
const failures = [];
let passed = 0;

function report(mode, printer, seen) {
  passed += 1;
  console.log(
    `${mode.padEnd(7)} ${printer.name.padEnd(24)} ${seen.size.padEnd(10)} frames ${String(seen.frames).padStart(4)}   ` +
      `first frame ${String(seen.firstFrameMs).padStart(4)} ms   latency ${String(seen.latencyMs).padStart(4)} ms   ` +
      `${seen.pair}`,
  );
}

async function attempt(what, action) {
  try {
    await action();
  } catch (error) {
    failures.push(`${what}: ${error.message}`);
    console.log(`FAILED  ${what}: ${error.message}`);
  }
}

function expectPlayable(mode, printer, seen) {
  if (Number.isNaN(seen.latencyMs)) throw new Error('the clock in the picture could not be read');
  expectPath(mode, seen.pair);
}

// Direct: no relay on either side, so the Cloud's side of the world never sees the video. Relay: both sides.
function expectPath(mode, pair) {
  const ends = pair.split('/');
  if (mode === 'relay' && !ends.every((end) => end === 'relay')) throw new Error(`not relayed on both sides: ${pair}`);
  if (mode !== 'relay' && !ends.every((end) => ['host', 'srflx', 'prflx'].includes(end))) throw new Error(`not direct: ${pair}`);
}

// The video goes from Fuse to the browser, or through the relay, which is a program of its own: never through the Cloud.
// Snapshots do, now and then.
function expectNoVideoInCloud(mode, carried, video) {
  console.log(`${mode.padEnd(7)} the Cloud carried ${Math.round(carried / 1024)} KB while ${Math.round(video / 1024)} KB of video were seen`);
  if (carried > video / 2) failures.push(`${mode}: the Cloud carried ${carried} bytes, as much as a video`);
}

async function checkCloud(browser, gantry, mode) {
  const page = await openCloud(browser, gantry, mode === 'relay' ? { policy: 'relay' } : {});
  await page.waitForLoadState('networkidle'); // what the page itself is made of, and its first pictures
  const before = bytesCarried(gantry.cloud);
  let video = 0;
  for (const printer of gantry.printers) {
    await attempt(`${mode} ${printer.name}`, async () => {
      const seen = await playInCloud(page, printer);
      expectPlayable(mode, printer, seen);
      report(mode, printer, seen);
      video += seen.videoBytes;
    });
  }
  expectNoVideoInCloud(mode, Math.max(0, bytesCarried(gantry.cloud) - before), video);  // some have been closed
  await page.screenshot({ path: join(screenshots, `cloud-${mode}.png`) });
  for (const printer of gantry.printers) await attempt(`close ${printer.name}`, () => stopInCloud(page, printer));
  expectNoErrors(page, `Cloud (${mode})`);
  await page.close();
}

async function checkFuse(browser, gantry) {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  for (const printer of gantry.printers) {
    await attempt(`card ${printer.name}`, async () => {
      const seen = await playInFuse(page, printer);
      expectPlayable('card', printer, seen);
      report('card', printer, seen);
    });
  }
  await page.screenshot({ path: join(screenshots, 'fuse-cards.png') });
  expectNoErrors(page, 'Fuse');
  await page.close();
}

function expectNoErrors(page, where) {
  for (const error of page.errors) failures.push(`console error in ${where}: ${error}`);
}

const gantry = await Gantry.start({
  data,
  printers: ['p1s', 'x1c'],
  base: '127.0.9.1',
  onStep: (step) => console.log(`starting ${step} …`),
});
let browser;
try {
  mkdirSync(screenshots, { recursive: true });
  browser = await Browser.start();
  await checkCloud(browser, gantry, 'direct');
  await checkCloud(browser, gantry, 'relay');
  await checkFuse(browser, gantry);
} catch (error) {
  failures.push(String(error.stack));
} finally {
  await browser?.stop();
  await gantry.stop();
}

for (const failure of failures) console.error(failure);
console.log(`screenshots in ${screenshots}`);
console.log(`demo: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
