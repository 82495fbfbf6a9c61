// More printers than are kept in a page: only what is near the screen is there, and nobody notices. With cameras that play
// on Fuse's Printers page, on the Cloud's dashboard and on a wall; then a farm of hundreds on the dashboard: to the end and
// back, onto a narrower screen and back, by arrow keys, and with a search; in each view.
import { setTimeout as pause } from 'node:timers/promises';
import { FuseClient } from '../fuse_client.mjs';
import { focused, goAndComeBack, goToEnd, goToStart, plays, pressWhenStill, seen, sees, tileOf, walk, watched } from '../grids.mjs';
import { until } from '../processes.mjs';
import { rack } from '../racks.mjs';
import { openCloud } from '../watch.mjs';

const playing = 26;

export const options = {
  printers: Array.from({ length: playing }, () => 'p1s'),
  base: '127.0.44.1',
  printing: false,
  fps: 2,
  simArguments: ['--no-ftps', '--no-ssdp'],
};

const count = 300;
const nameOf = (number) => `Rack ${String(number).padStart(3, '0')}`;

/** What a picture that a busy machine did not get in time writes into the console. */
const late = /status of 50[234]/;

function noErrors({ errors }) {
  const found = errors.filter((error) => !late.test(error));
  if (found.length > 0) throw new Error(found.join('; '));
}

export async function journey({ gantry, browser }) {
  await onFuse(gantry, browser);
  await inTheCloud(gantry, browser);
  await onTheWall(gantry, browser);
  await removeAll(gantry);
  await ofHundreds(gantry, browser);
}

/** Off screen and back, of the first tile and of the last: what nobody sees pauses, and comes back by itself. */
async function liveGoesOn(gantry, page, press) {
  const first = await goToStart(page);
  await press(first);
  await plays(page, first);
  const last = await goToEnd(page);
  await press(last);
  await plays(page, last);
  await watched(gantry, last);
  if (await tileOf(page, first).isVisible()) throw new Error(`${first} is far from the screen, and shown`);
  await goToStart(page);
  await plays(page, first);
  await watched(gantry, first);
  await goToEnd(page);
  await plays(page, last);
  await watched(gantry, last);
  return { first, last };
}

async function onFuse(gantry, browser) {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  const camera = (name) => page.getByRole('button', { name: `Camera of ${name}`, exact: true });
  await sees(page, 'the first cards', () => true);
  const { first, last } = await liveGoesOn(gantry, page, (name) => camera(name).click());
  await camera(last).click();
  await goToStart(page);
  await plays(page, first);
  await camera(first).click();
  await watched(gantry);
  await keepTheFocus(page, camera, first);
  await searchAndSort(gantry, page, first, last);
  await goAndComeBack(page, (name) => page.getByRole('link', { name: `Communications of ${name}`, exact: true }));
  noErrors(page);
  await page.close();
}

async function keepTheFocus(page, camera, first) {
  await camera(first).focus();
  const names = await walk(page);
  if (new Set(names).size !== playing) throw new Error(`keys reach ${names}`);
  const last = await focused(page);
  await goToStart(page);
  await sees(page, 'the first cards, with the focus elsewhere', ([name]) => name === first);
  if ((await focused(page)) !== last) throw new Error(`${last} has lost the focus to ${await focused(page)}`);
  await page.keyboard.press('ArrowUp');
  const above = await focused(page);
  if (!above || above === last) throw new Error(`from ${last} the keys lead to ${above}`);
  await sees(page, `${above} on the screen`, (now) => now.includes(above));
}

async function searchAndSort(gantry, page, first, last) {
  await page.keyboard.press('/');
  await page.keyboard.type(last);
  await sees(page, 'what was searched', (names) => names.join() === last);
  await page.keyboard.press('Enter');
  if ((await focused(page)) !== last) throw new Error(`from the search the keys lead to ${await focused(page)}`);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await sees(page, 'all of them', ([name]) => name === first);
  const sort = page.getByRole('combobox', { name: 'Sort by' });
  for (const [order, top] of [['Order added', gantry.printers[0].name], ['Name', first], ['Who needs you', first]]) {
    await goToEnd(page);
    await sort.selectOption(order);
    await sees(page, `${top} first by ${order}`, ([name]) => name === top);
  }
}

async function inTheCloud(gantry, browser) {
  const page = await openCloud(browser, gantry);
  await page.goto(`${gantry.cloudUrl}/?view=full`);
  await sees(page, 'the first tiles', () => true);
  await liveGoesOn(gantry, page, (name) => page.getByRole('button', { name: `Stream ${name}`, exact: true }).click());
  await watchAll(gantry, page);
  await goAndComeBack(page, (name) => page.getByRole('link', { name, exact: true }));
  noErrors(page);
  await page.close();
}

/** As many as may at once, always those in view; and when all are stopped, none comes back. */
async function watchAll(gantry, page) {
  const limit = 4;
  const live = async () => {
    const { names } = await seen(page);
    const states = await Promise.all(names.map((name) => tileOf(page, name).getAttribute('data-live-state')));
    return names.filter((_, at) => states[at] === 'live');
  };
  await page.getByRole('combobox', { name: 'How many at once' }).selectOption(String(limit));
  await page.getByRole('button', { name: 'Watch All' }).click();
  for (const go of [goToStart, goToEnd, goToStart]) {
    await go(page);
    const names = await until(`${limit} live`, async () => {
      const now = await live();
      return now.length === limit && now;
    }, { limitMs: 60_000 });
    await watched(gantry, ...names);
  }
  await page.getByRole('button', { name: 'Stop All' }).click();
  await watched(gantry);
  await goToEnd(page);
  await goToStart(page);
  await pause(1000); // what would come back does so at once
  await watched(gantry);
  if (await page.locator('[data-live-state]:not([data-live-state="idle"])').count()) throw new Error('some came back after all were stopped');
}

async function onTheWall(gantry, browser) {
  const { link } = await gantry.cloudCall('/api/walls', { method: 'POST', body: { name: 'Hall' } });
  const screen = await browser.another();
  const wall = await screen.page(link);
  await sees(wall, 'all of them at once', (names) => names.length === playing);
  noErrors(wall);
  await wall.close();
}

async function removeAll(gantry) {
  for (const { printer } of await gantry.fuseCall('/api/printers')) await gantry.fuseCall(`/api/printers/${printer.id}`, { method: 'DELETE' });
  await until('a Cloud without printers', async () => (await gantry.cloudCall('/api/printers')).length === 0);
}

async function ofHundreds(gantry, browser) {
  const fuse = new FuseClient(gantry);
  await fuse.join();
  try {
    await fuse.show(Array.from({ length: count }, (_, index) => rack(index, count / 2)));
    const page = await openCloud(browser, gantry);
    for (const view of ['compact', 'cameras', 'full']) {
      await page.goto(`${gantry.cloudUrl}/?view=${view}`);
      await goAround(page, view);
    }
    await goByKeys(page);
    await search(page);
    noErrors(page);
  } finally {
    fuse.stop();
  }
}

async function goAround(page, view) {
  await sees(page, `the first ones in the ${view} view`, (names) => names[0] === nameOf(1));
  await pressWhenStill(page, 'End');
  await sees(page, `the last one in the ${view} view`, (names) => names.at(-1) === nameOf(count));
  await pressWhenStill(page, 'Home');
  await sees(page, 'the first ones again', (names) => names[0] === nameOf(1));
  await page.evaluate(() => scrollTo(0, 9000));
  const [first] = await sees(page, 'others', (names) => names[0] > nameOf(20));
  await page.setViewportSize({ width: 390, height: 844 });
  await sees(page, `${first} on a narrow screen`, (names) => names.includes(first));
  await page.setViewportSize({ width: 1440, height: 900 });
  await sees(page, `${first} on a wide screen`, (names) => names.includes(first));
  await page.evaluate(() => scrollTo(0, 0));
  await sees(page, 'the first ones at the end', (names) => names[0] === nameOf(1));
}

async function goByKeys(page) {
  await page.getByRole('button', { name: `Stream ${nameOf(1)}` }).focus();
  for (let row = 1; row < 20; row += 1) {
    await page.keyboard.press('ArrowDown');
    await until(`row ${row + 1} by keys`, async () => (await focused(page)) === nameOf(3 * row + 1));
  }
}

async function search(page) {
  await page.keyboard.press('/');
  await page.keyboard.type(nameOf(count - 1));
  await sees(page, 'what was searched', (names) => names[0] === nameOf(count - 1));
}
