// What a person does without a pointer: from page to page, to a running stream and back, and to a printer that pauses.
import { until } from './processes.mjs';
import { cloudTile } from './watch.mjs';

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
const dialog = (page, name) => page.getByRole('dialog', { name });
const gone = (page) => page.getByRole('dialog').waitFor({ state: 'detached' });

/** Opens the palette, types at once, and presses Enter once that is chosen which has these words in its name. */
export async function command(page, typed) {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: typed, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await dialog(page, 'Search everything').waitFor({ state: 'detached' });
}

async function reach(page, key, name) {
  await until(`${name} in focus`, async () => {
    if ((await focused(page)) === name) return true;
    await page.keyboard.press(key);
    return (await focused(page)) === name;
  });
}

/** The whole screen for a picture that plays, and the way back. */
async function fullScreen(page) {
  await page.keyboard.press('f');
  await until('full screen', () => page.evaluate(() => document.fullscreenElement !== null));
  await page.keyboard.press('f');
  await until('no full screen', () => page.evaluate(() => document.fullscreenElement === null));
}

/** The browser itself takes an Escape that comes while it still leaves full screen. */
async function close(page, tile) {
  const isClosed = async () => (await tile.getAttribute('data-live-state')) === 'idle';
  await until('closed', async () => {
    if (await isClosed()) return true;
    await page.keyboard.press('Escape');
    return isClosed();
  });
}

async function listOfKeys(page) {
  await page.keyboard.press('?');
  await dialog(page, 'Keys').getByText('Find a printer, a page or an action').waitFor();
  await page.keyboard.press('Escape');
  await gone(page);
}

/** From the dashboard to a running stream and back, then to a printer that is paused and resumed. */
export async function cloudByKeyboard(page, printer, states) {
  await until('a tile in focus', async () => {
    await page.keyboard.press('Tab');
    return (await focused(page)).startsWith('Stream');
  });
  await reach(page, 'ArrowRight', `Stream ${printer.name}`);
  await page.keyboard.press('Enter');
  const tile = cloudTile(page, printer);
  await until('live', async () => (await tile.getAttribute('data-live-state')) === 'live');
  await fullScreen(page);
  await close(page, tile);
  await listOfKeys(page);

  await command(page, 'compact');
  await page.waitForURL(/view=compact/);
  await page.getByRole('table').waitFor();
  await until('a line in focus', async () => {
    await page.keyboard.press('Tab');
    return page.evaluate(() => document.activeElement?.matches('.compact .printer-link'));
  });
  await until(`the line of ${printer.name}`, async () => {
    for (const key of ['ArrowDown', 'ArrowUp']) {
      if ((await focused(page)) === printer.name) return true;
      await page.keyboard.press(key);
    }
    return (await focused(page)) === printer.name;
  });
  // What is still being prepared takes no pause.
  await until('printing', async () => (await states()).get(printer.name) === 'printing', { limitMs: 60_000 });
  for (const [action, activity] of [['Pause', 'paused'], ['Resume', 'printing']]) {
    await page.keyboard.press('p');
    await dialog(page, `${action} 1 print?`).waitFor();
    await reach(page, 'Tab', `${action} 1 print`);
    await page.keyboard.press('Enter');
    await dialog(page, `${action} 1 print?`).getByText('1 of 1 answered.').waitFor({ timeout: 30_000 });
    await page.keyboard.press('Enter');
    await gone(page);
    await until(activity, async () => (await states()).get(printer.name) === activity, { limitMs: 20_000 });
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: printer.name }).waitFor();
}

/** From Fuse's first page to a card: watched, paused, resumed, not stopped after all. */
export async function fuseByKeyboard(page, printer) {
  await page.getByRole('list', { name: 'Key indicators' }).waitFor();
  await listOfKeys(page);
  await command(page, printer.name);
  await until('the card in focus', async () => (await focused(page)) === `Camera of ${printer.name}`);
  const card = page.locator(`[data-printer-name="${printer.name}"]`);
  await page.keyboard.press('Enter');
  await until('live', async () => (await card.getAttribute('data-live-state')) === 'live');
  await fullScreen(page);
  await close(page, card);
  await page.keyboard.press('p');
  await card.getByRole('button', { name: `Resume ${printer.name}` }).waitFor();
  await command(page, `resume ${printer.name}`);
  await dialog(page, `Resume the print on ${printer.name}?`).waitFor();
  await reach(page, 'Tab', `Resume ${printer.name}`);
  await page.keyboard.press('Enter');
  await gone(page);
  await card.getByRole('button', { name: `Pause ${printer.name}` }).waitFor();
  await page.keyboard.press('s');
  await dialog(page, `Stop the print on ${printer.name}?`).waitFor();
  await page.keyboard.press('Escape');
  await gone(page);
  await page.keyboard.press('t');
  await dialog(page, `Temperatures of ${printer.name}`).waitFor();
  await page.keyboard.press('Escape');
  await gone(page);
  await command(page, 'camera activity');
  await page.getByRole('heading', { name: 'Camera Activity' }).waitFor();
}
