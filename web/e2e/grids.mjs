// A grid of more tiles than are kept in the page: what of it is on the screen, and what a person does there.
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './processes.mjs';

/** No screen has the room for more. */
const most = 48;

/** Runs in the page: the names on the screen, and how many tiles are shown to the browser at all. */
function look() {
  const tiles = [...document.querySelectorAll('.full-place, .tile, .printer-card, .compact tbody tr:not([data-rest])')].filter((tile) => !tile.hidden);
  const here = tiles.filter((tile) => {
    const { top, bottom } = tile.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return { shown: tiles.length, names: here.map((tile) => tile.dataset.printerName ?? tile.querySelector('.printer-link').textContent) };
}

export const seen = (page) => page.evaluate(look);

/** Waits until the names on the screen are as `wanted` wants them, and answers them. */
export function sees(page, what, wanted) {
  return until(what, async () => {
    const { shown, names } = await seen(page);
    return shown <= most && names.length > 0 && wanted(names) && names;
  });
}

export const tileOf = (page, name) => page.locator(`[data-printer-name="${name}"]`).first();

/** Whose tile has the focus. */
export const focused = (page) => page.evaluate(() => {
  const tile = document.activeElement?.closest('.printer-card, .full-place');
  return tile?.dataset.printerName ?? tile?.querySelector('.printer-link').textContent;
});

/** Rows that have just come near are as tall as they are: the end may be further away than it was. */
export async function goToEnd(page) {
  return until('the end of the page', async () => {
    const there = await page.evaluate(() => {
      const end = document.documentElement.scrollHeight - innerHeight;
      if (Math.abs(scrollY - end) < 2) return true;
      scrollTo(0, end);
      return false;
    });
    const { names } = await seen(page);
    return there && names.at(-1);
  });
}

export async function goToStart(page) {
  await page.evaluate(() => scrollTo(0, 0));
  return until('the start of the page', async () => (await seen(page)).names[0]);
}

/** Chromium loses a key that comes while it still scrolls for the one before, on a page of plain boxes as well. */
export async function pressWhenStill(page, key) {
  await until('a page that is still', async () => {
    const before = await page.evaluate(() => scrollY);
    await pause(300);
    return (await page.evaluate(() => scrollY)) === before;
  });
  await page.keyboard.press(key);
}

/** Its video runs: pictures come. */
export async function plays(page, name) {
  const tile = tileOf(page, name);
  let before;
  await until(`the video of ${name}`, async () => {
    const frames = (await tile.getAttribute('data-live-state')) === 'live' ? await tile.getAttribute('data-frames') : undefined;
    const more = Boolean(before && frames && frames !== before);
    before = frames;
    return more;
  }, { limitMs: 60_000 });
}

/** Fuse sends the video of these to somebody, and of no others. */
export async function watched(gantry, ...names) {
  const wanted = names.toSorted().join();
  await until(`viewers of ${wanted || 'none'}`, async () => {
    const views = await gantry.fuseCall('/api/printers');
    return views.filter(({ camera }) => camera.viewers > 0).map(({ printer }) => printer.name).toSorted().join() === wanted;
  });
}

/** By arrow keys from the tile that has the focus, along one row and back along the next. @returns {Promise<string[]>} */
export async function walk(page) {
  const names = [];
  let along = 'ArrowRight';
  for (;;) {
    const here = await focused(page);
    names.push(here);
    await page.keyboard.press(along);
    if ((await focused(page)) !== here) continue;
    await page.keyboard.press('ArrowDown');
    if ((await focused(page)) === here) return names;
    along = along === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  }
}

/** Scrolls there, opens what `open` opens, goes back, and finds what was there at the same place. */
export async function goAndComeBack(page, open) {
  await page.evaluate(() => scrollTo(0, 1500));
  await pause(500); // rows come near one after the other
  const { names } = await seen(page);
  const place = () => page.evaluate(() => scrollY);
  const before = await place();
  const address = page.url();
  // A click of the mouse would first scroll there.
  await open(names.at(-1)).evaluate((link) => link.click());
  await until('the other page', async () => page.url() !== address && (await seen(page)).names.length === 0);
  await page.goBack();
  await sees(page, 'the same ones at the same place', (now) => now.join() === names.join());
  if (Math.abs((await place()) - before) > 2) throw new Error(`it stood at ${before}, and is back at ${await place()}`);
}
