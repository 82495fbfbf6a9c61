// fuse.scroll: what it costs to scroll through 100 cards, 50 of which print and report every second. main_ms is the CPU
// of the page's main thread per frame, script_ms the part of it that is ours to run; fps and p95_ms are what this machine
// made of it, fps_plain what it makes of as many plain boxes. Ends with 1 above 4 ms, so that a machine of half the
// speed still has 60 frames, and when more than one frame in a hundred is lost that plain boxes have.
import { Browser } from './browser.mjs';
import { openFarm } from './farm.mjs';
import { scroll, scrollPlain } from './scrolling.mjs';

const cards = 100;
const printing = 50;
const mainBudgetMs = 4;
const frameBudget = 0.99;

const print = (n, value, unit) => console.log(JSON.stringify({ bench: 'fuse.scroll', n, value: Math.round(value * 100) / 100, unit }));
const browser = await Browser.start();
const page = await browser.page('about:blank');
const farm = await openFarm(page, cards, printing);
try {
  await page.goto(`${farm.url}/printers`);
  await page.getByText(`${cards}`, { exact: true }).first().waitFor();
  await page.locator('.printer-card').first().waitFor();
  const seen = await scroll(page);
  if (page.errors.length > 0) throw new Error(page.errors.join('; '));
  const plain = await scrollPlain(page, { count: cards, tile: '.printer-card' });
  print('main_ms', seen.main, 'ms');
  print('script_ms', seen.script, 'ms');
  print('fps', seen.fps, 'fps');
  print('p95_ms', seen.p95, 'ms');
  print('fps_plain', plain.fps, 'fps');
  if (seen.fps < plain.fps * frameBudget) throw new Error(`${seen.fps.toFixed(1)} frames per second, ${plain.fps.toFixed(1)} with plain boxes`);
  if (seen.main > mainBudgetMs) throw new Error(`${seen.main.toFixed(1)} ms of the main thread per frame`);
} catch (error) {
  console.error(`scroll: ${error.message}`);
  process.exitCode = 1;
} finally {
  farm.close();
  await browser.stop();
}
