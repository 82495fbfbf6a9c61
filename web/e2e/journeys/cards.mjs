// Following a print on the Printers page: from the start through its stages, paused, resumed, stopped, with a printer
// that refuses and one that does not listen; then twelve printers searched, sorted, filtered, and driven by keys.
import { until } from '../processes.mjs';
import { atPrinter } from '../simulated.mjs';

export const options = {
  activate: false,
  printing: false,
  printers: ['p1s', 'x1c', 'a1', 'p1p', 'p1s', 'a1mini', 'a1', 'p1p', 'p1s', 'p2s', 'a1', 'p1p'],
  base: '127.0.21.1',
  fps: 1,
  simArguments: ['--no-ftps', '--no-ssdp', '--print-seconds', '240', '--layers', '40'],
};

/** What a refused command, or a picture that a busy machine did not get in time, writes into the console. */
const refusals = /status of (409|422|50[234])/;

const names = (page) => page.getByRole('heading', { level: 2 }).allTextContents();

/** Everything that a person does with the first printer, on its card. */
class Card {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.root = page.locator(`[data-printer-name="${name}"]`);
  }
  button(what) {
    return this.root.getByRole('button', { name: `${what} ${this.name}` });
  }
  /** What nobody sees is not drawn: the card is brought onto the screen. */
  async says(text) {
    await this.root.scrollIntoViewIfNeeded();
    await until(`"${text}" on the card of ${this.name}`, async () => new RegExp(text).test(await this.root.innerText()));
  }
}

async function followThePrint(gantry, card) {
  await atPrinter(gantry, 'print', gantry.printers[0], 'start');
  const seen = new Set();
  await until('the first layers', async () => {
    const text = await card.root.locator('.job').innerText();
    seen.add(text.split('\n').slice(0, 2).join(' ').replace(/\d+%/, '').trim());
    return /Layer [2-9]/.test(text);
  }, { limitMs: 90_000 });
  console.log(`stages seen: ${[...seen].join(', ')}`);
  if (seen.size < 4) throw new Error(`only ${seen.size} stages were seen`);
}

async function steer(card) {
  await card.button('Pause').click();
  await card.says('Pausing …|Paused');
  await card.button('Resume').waitFor();
  await card.says('Waiting');
  await card.button('Resume').click();
  await card.button('Pause').waitFor();
  await card.says('Printing');
  await card.root.getByRole('combobox', { name: `Speed of ${card.name}` }).selectOption('Sport');
  await card.says('Speed set');
  const light = card.root.getByRole('button', { name: /^Light o(n|ff):/ });
  const before = await light.getAttribute('aria-label');
  await light.click();
  await until('the other light', async () => (await light.getAttribute('aria-label')) !== before);
}

async function stop(page, card, shot) {
  await card.button('Stop').click();
  const dialog = page.getByRole('dialog', { name: `Stop the print on ${card.name}?` });
  await dialog.waitFor();
  await shot(page, 'stop');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await card.says('Printing');
  await card.button('Stop').click();
  await dialog.getByRole('button', { name: `Stop ${card.name}` }).click();
  await card.says('Stopped');
  await card.root.getByText('Cancelled').first().waitFor();
  await until('the tab says so', async () => (await page.title()) === '(1) Gantry Fuse');
}

async function beRefused(gantry, page, shot) {
  const [, refusing, deaf] = gantry.printers;
  await atPrinter(gantry, 'fault', refusing, 'developer-mode-off');
  await atPrinter(gantry, 'fault', deaf, 'deaf');
  const card = new Card(page, refusing.name);
  await card.button('Pause').click();
  await card.root.getByRole('alert').getByText('Pause refused by the printer.').waitFor();
  const other = new Card(page, deaf.name);
  await other.button('Pause').click();
  await other.root.getByRole('alert').getByText('Pause had no effect.').waitFor();
  await card.root.scrollIntoViewIfNeeded();
  await shot(page, 'refused');
  await atPrinter(gantry, 'fault', refusing, 'clear');
  await atPrinter(gantry, 'fault', deaf, 'clear');
}

async function seeFaults(gantry, page, shot) {
  const ill = gantry.printers[3];
  await atPrinter(gantry, 'fault', ill, 'hms', '0300010000010007');
  const card = new Card(page, ill.name);
  await card.root.getByRole('link', { name: /HMS_0300_0100_0001_0007/ }).waitFor();
  await atPrinter(gantry, 'fault', gantry.printers[11], 'printer-off');
  await new Card(page, gantry.printers[11].name).says('nothing answers|connection was lost');
  await page.mouse.move(5, 5);
  await until('who needs a person comes first', async () => (await names(page)).slice(0, 2).includes(ill.name), { limitMs: 15_000 });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shot(page, 'attention');
}

async function find(gantry, page, shot) {
  await page.keyboard.press('/');
  await page.keyboard.type('p1p');
  await until('three printers', async () => (await names(page)).length === 3);
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('Name');
  await until('their order', async () => (await names(page)).join() === [3, 7, 11].map((index) => gantry.printers[index].name).join());
  await page.reload();
  await until('what the address says', async () => (await names(page)).length === 3);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('group', { name: 'Show' }).getByRole('button', { name: /^Offline/ }).click();
  await until('the one that is off', async () => (await names(page)).join() === gantry.printers[11].name);
  await shot(page, 'offline');
  await page.getByRole('button', { name: /^All/ }).click();
  await until('all of them', async () => (await names(page)).length === 12);
}

async function driveByKeys(gantry, page, shot) {
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await shot(page, 'keys');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const watched = gantry.printers[4];
  const card = new Card(page, watched.name);
  let along = 'ArrowRight';
  await until(`the card of ${watched.name} in focus`, async () => {
    const before = await focused();
    if (before === `Camera of ${watched.name}`) return true;
    await page.keyboard.press(along);
    if ((await focused()) !== before) return false;
    // The end of a row: the next one is walked the other way.
    await page.keyboard.press('ArrowDown');
    along = along === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    return false;
  });
  await page.keyboard.press('p');
  await card.button('Resume').waitFor();
  await page.keyboard.press('p');
  await card.button('Pause').waitFor();
  await page.keyboard.press('Enter');
  await until('live', async () => (await card.root.getAttribute('data-live-state')) === 'live');
  await page.keyboard.press('f');
  await until('full screen', () => page.evaluate(() => document.fullscreenElement !== null));
  await page.keyboard.press('f');
  await until('no full screen', () => page.evaluate(() => document.fullscreenElement === null));
  await shot(page, 'live');
  await card.root.getByRole('button', { name: /^Camera/ }).focus();
  await page.keyboard.press('Escape');
  await until('closed', async () => (await card.root.getAttribute('data-live-state')) === 'idle');
  await page.keyboard.press('t');
  await page.getByRole('dialog', { name: `Temperatures of ${watched.name}` }).getByRole('list', { name: 'The last hour' }).waitFor();
  await shot(page, 'history');
  await page.keyboard.press('Escape');
}

export async function journey({ gantry, browser, shot }) {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  const { errors } = page;
  errors.push = (...found) => Array.prototype.push.apply(errors, found.filter((error) => !refusals.test(error)));
  const [first, ...others] = gantry.printers;
  const card = new Card(page, first.name);
  await until('twelve cards', async () => (await names(page)).length === 12);
  await followThePrint(gantry, card);
  for (const printer of others.slice(0, 6)) await atPrinter(gantry, 'print', printer, 'start');
  await steer(card);
  await page.evaluate(() => window.scrollTo(0, 0));
  await shot(page, 'printing');
  await stop(page, card, shot);
  await beRefused(gantry, page, shot);
  await seeFaults(gantry, page, shot);
  await find(gantry, page, shot);
  await driveByKeys(gantry, page, shot);
}
