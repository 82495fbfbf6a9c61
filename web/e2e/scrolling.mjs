// What it costs a page to be scrolled as fast as a person reads who is in a hurry, and what the same way costs where there
// is nothing but boxes: the difference is the page's own, the rest the machine's and its browser's.
import { setTimeout as pause } from 'node:timers/promises';

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

/** Frames per second, the longest but one in twenty, and the CPU of the main thread and of its script per frame, in ms. */
export async function scroll(page) {
  await pause(2000); // what opening the page costs is not scrolling
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

/** The same way through `count` boxes as large as the page's first `tile` that is shown, as many in a row; the page is gone then. */
export async function scrollPlain(page, { count, tile }) {
  const { width, height, columns } = await page.evaluate(shapeOf, tile);
  await page.goto('about:blank');
  await page.setContent(`<style>
    body { margin: 0 0 0 220px; display: grid; grid-template-columns: repeat(${columns}, ${width}px); gap: 18px; background: #101318 }
    i { height: ${height}px; border: 2px solid #36b877; background: #1b1f27 }
  </style>${'<i></i>'.repeat(count)}`);
  return scroll(page);
}

/** Runs in the page. */
function shapeOf(tile) {
  const box = [...document.querySelectorAll(tile)].map((one) => one.getBoundingClientRect()).find(({ width }) => width > 0);
  return { width: Math.floor(box.width), height: Math.floor(box.height), columns: Math.max(1, Math.floor((innerWidth - box.left) / box.width)) };
}
