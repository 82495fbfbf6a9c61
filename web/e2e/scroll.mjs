// fuse.scroll: what it costs to scroll through 100 cards, 50 of which print and report every second. main_ms is the CPU
// of the page's main thread per frame, script_ms the part of it that is ours to run; fps and p95_ms are what this machine
// made of it, bare_fps what it makes of a page of the same height with nothing in it. Ends with 1 above 8 ms: the half
// of a frame, so that a slower machine still has 60 of them.
import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { farmUrl, meetFarm } from './farm.mjs';

const cards = 100;
const printing = 50;
const mainBudgetMs = 8;
// As fast as a person reads who is in a hurry.
const pixelsPerSecond = 1200;
const seconds = 10;
const distance = pixelsPerSecond * seconds;

/** Runs in the page: the time of every frame from now on. */
function record() {
  window.frameTimes = [];
  const take = (at) => {
    window.frameTimes.push(at);
    requestAnimationFrame(take);
  };
  requestAnimationFrame(take);
}

async function cpuOf(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
}

async function scroll(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(record);
  const before = await cpuOf(devtools);
  await devtools.send('Input.synthesizeScrollGesture', { x: 700, y: 500, yDistance: -distance, speed: pixelsPerSecond });
  const after = await cpuOf(devtools);
  const frames = await page.evaluate(() => window.frameTimes);
  const reached = await page.evaluate(() => scrollY);
  if (reached < distance * 0.9) throw new Error(`only ${reached} of ${distance} pixels were scrolled`);
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).toSorted((one, other) => one - other);
  const each = (metric) => (after[metric] - before[metric]) / gaps.length;
  return {
    fps: gaps.length / ((frames.at(-1) - frames[0]) / 1000),
    p95: gaps[Math.floor(gaps.length * 0.95)],
    main: each('ThreadTime'),
    script: each('ScriptDuration'),
  };
}

const print = (n, value, unit) => console.log(JSON.stringify({ bench: 'fuse.scroll', n, value: Math.round(value * 100) / 100, unit }));
const browser = await Browser.start();
const page = await browser.page('about:blank');
const stop = await meetFarm(page, cards, printing);
try {
  await page.goto(`${farmUrl}/printers`);
  await page.locator('.printer-card').nth(cards - 1).waitFor({ state: 'attached' });
  await pause(2000);  // what opening the page costs is not scrolling
  const farm = await scroll(page);
  if (page.errors.length > 0) throw new Error(page.errors.join('; '));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.goto('about:blank');
  await page.setContent(`<body style="height:${height}px">`);
  const bare = await scroll(page);
  print('main_ms', farm.main, 'ms');
  print('script_ms', farm.script, 'ms');
  print('fps', farm.fps, 'fps');
  print('p95_ms', farm.p95, 'ms');
  print('bare_fps', bare.fps, 'fps');
  if (farm.main > mainBudgetMs) throw new Error(`${farm.main.toFixed(1)} ms of the main thread per frame`);
} catch (error) {
  console.error(`scroll: ${error.message}`);
  process.exitCode = 1;
} finally {
  stop();
  await browser.stop();
}
