// A farm of hundreds on the Cloud's dashboard: only what is near the screen is in the page, and nobody notices. To the end
// and back, onto a narrower screen and back, by arrow keys, and with a search; in both views with pictures.
import { FuseClient } from '../fuse_client.mjs';
import { until } from '../processes.mjs';
import { rack } from '../racks.mjs';
import { openCloud } from '../watch.mjs';

export const options = { activate: false, add: false };

const count = 300;
const most = 48;
const nameOf = (number) => `Rack ${String(number).padStart(3, '0')}`;

/** Runs in the page: the names on the screen, and how many tiles are shown to the browser at all. */
function seen() {
  const tiles = [...document.querySelectorAll('.full-place, .tile')].filter((tile) => !tile.hidden);
  const here = tiles.filter((tile) => {
    const { top, bottom } = tile.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return { shown: tiles.length, names: here.map((tile) => tile.querySelector('.printer-link').textContent) };
}

async function sees(page, what, wanted) {
  await until(what, async () => {
    const { shown, names } = await page.evaluate(seen);
    return shown <= most && names.length > 0 && wanted(names);
  });
}

export async function journey({ gantry, browser }) {
  const fuse = new FuseClient(gantry);
  await fuse.join();
  try {
    await fuse.show(Array.from({ length: count }, (_, index) => rack(index, count / 2)));
    const page = await openCloud(browser, gantry);
    for (const view of ['cameras', 'full']) {
      await page.goto(`${gantry.cloudUrl}/?view=${view}`);
      await look(page, view);
    }
    await goByKeys(page);
    await search(page);
    if (page.errors.length > 0) throw new Error(page.errors.join('; '));
  } finally {
    fuse.stop();
  }
}

async function look(page, view) {
  await sees(page, `the first ones in the ${view} view`, (names) => names[0] === nameOf(1));
  await page.keyboard.press('End');
  await sees(page, `the last one in the ${view} view`, (names) => names.at(-1) === nameOf(count));
  await page.keyboard.press('Home');
  await sees(page, 'the first ones again', (names) => names[0] === nameOf(1));
  await page.evaluate(() => scrollTo(0, 9000));
  await sees(page, 'others', (names) => names[0] > nameOf(20));
  const { names: [first] } = await page.evaluate(seen);
  await page.setViewportSize({ width: 390, height: 844 });
  await sees(page, `${first} on a narrow screen`, (names) => names.includes(first));
  await page.setViewportSize({ width: 1440, height: 900 });
  await sees(page, `${first} on a wide screen`, (names) => names.includes(first));
  await page.evaluate(() => scrollTo(0, 0));
  await sees(page, 'the first ones at the end', (names) => names[0] === nameOf(1));
}

async function goByKeys(page) {
  await page.getByRole('button', { name: `Stream ${nameOf(1)}` }).focus();
  const focused = () => page.evaluate(() => document.activeElement.closest('.full-place')?.querySelector('.printer-link').textContent);
  for (let row = 1; row < 20; row += 1) {
    await page.keyboard.press('ArrowDown');
    await until(`row ${row + 1} by keys`, async () => (await focused()) === nameOf(3 * row + 1));
  }
}

async function search(page) {
  await page.keyboard.press('/');
  await page.keyboard.type(nameOf(count - 1));
  await sees(page, 'what was searched', (names) => names[0] === nameOf(count - 1));
}
