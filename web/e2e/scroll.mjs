// fuse.scroll: frames per second while a person scrolls through 100 cards, 50 of which print and report every second;
// and how long the longest of them took. Ends with 1 below 55 frames per second: more is a screen's whole rate.
import { setTimeout as pause } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { farmUrl, meetFarm } from './farm.mjs';

const cards = 100;
const printing = 50;
const enoughFps = 55;
// As fast as a person reads who is in a hurry.
const pixelsPerSecond = 1200;
const seconds = 10;

/** Runs in the page: the time of every frame from now on. */
function record() {
  window.frameTimes = [];
  const take = (at) => {
    window.frameTimes.push(at);
    requestAnimationFrame(take);
  };
  requestAnimationFrame(take);
}

const browser = await Browser.start();
const page = await browser.page('about:blank');
const stop = await meetFarm(page, cards, printing);
try {
  await page.goto(`${farmUrl}/printers`);
  await page.locator('.printer-card').nth(cards - 1).waitFor({ state: 'attached' });
  await pause(2000);  // what opening the page costs is not scrolling
  const devtools = await page.context().newCDPSession(page);
  const distance = pixelsPerSecond * seconds;
  await page.evaluate(record);
  await devtools.send('Input.synthesizeScrollGesture', { x: 700, y: 500, yDistance: -distance, speed: pixelsPerSecond });
  const frames = await page.evaluate(() => window.frameTimes);
  const reached = await page.evaluate(() => scrollY);
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).sort((one, other) => one - other);
  const fps = (frames.length - 1) / ((frames.at(-1) - frames[0]) / 1000);
  const print = (n, value, unit) => console.log(JSON.stringify({ bench: 'fuse.scroll', n, value: Math.round(value * 10) / 10, unit }));
  print('fps', fps, 'fps');
  print('p95_ms', gaps[Math.floor(gaps.length * 0.95)], 'ms');
  if (reached < distance * 0.9) throw new Error(`only ${reached} of ${distance} pixels were scrolled`);
  if (page.errors.length > 0) throw new Error(page.errors.join('; '));
  if (fps < enoughFps) throw new Error(`${fps.toFixed(1)} frames per second`);
} catch (error) {
  console.error(`scroll: ${error.message}`);
  process.exitCode = 1;
} finally {
  stop();
  await browser.stop();
}
