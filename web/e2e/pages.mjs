// Every page as people see it, at 1440 dark and light, 390 and 320: a screenshot, nothing wider than the screen,
// nothing that axe finds, no console error; a journey by keyboard alone in each application; the colours of the statuses.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { cloudByKeyboard, command, fuseByKeyboard } from './keyboard.mjs';
import { StalledBrowser, check, lookOf, prepare, wear } from './look.mjs';
import { signIn } from './people.mjs';
import { checkPalette, oneOfEach } from './statuses.mjs';
import { openCloud } from './watch.mjs';

const data = buildFolder('pages');
const screenshots = join(data, 'screenshots');
/** Names of pages; none: all of them, and what is done beside looking. */
const chosen = process.argv.slice(2);
const all = chosen.length === 0;
const failures = [];
let passed = 0;

async function attempt(what, action, notJudged) {
  try {
    await action();
    passed += 1;
  } catch (error) {
    if (notJudged && error instanceof notJudged) throw error;
    failures.push(`${what}: ${error.message}`);
    console.log(`FAILED  ${what}: ${error.message}`);
    for (const text of await browser.textOfAll()) console.log(`        ${text}`);
  }
}

const press = (page, name) => page.getByRole('button', { name }).first().click();
const dialog = (page) => page.getByRole('dialog').getByRole('button').last().waitFor();

async function addPhysical(page) {
  await press(page, 'Add Manually');
  await page.getByRole('menuitem', { name: 'Physical Printer' }).click();
  await dialog(page);
}

async function search(page, typed) {
  await page.getByRole('button', { name: 'Search everything' }).click();
  await page.getByRole('combobox', { name: 'Printer, page or action' }).fill(typed);
  await page.getByRole('listbox', { name: 'Found' }).getByRole('option').first().waitFor();
}

/** What pages that people open first may load, packed, in kB. */
const budgets = { 'cloud-full': { js: 220, css: 25 }, 'fuse-status': { js: 200, css: 25 }, 'fuse-printers': { js: 200, css: 25 } };

/** What the browser has loaded for the page by now is within its budget. */
async function weigh(page, name) {
  if (!budgets[name]) return;
  const bytes = await page.evaluate(() => {
    const sums = { js: 0, css: 0 };
    for (const { name: url, encodedBodySize } of performance.getEntriesByType('resource')) {
      const kind = new URL(url).pathname.split('.').at(-1);
      if (kind in sums) sums[kind] += encodedBodySize;
    }
    return sums;
  });
  for (const [kind, limit] of Object.entries(budgets[name])) {
    const size = bytes[kind] / 1000;
    console.log(`${name} loads ${size.toFixed(1)} kB of ${kind}, of ${limit}`);
    if (size === 0 || size > limit) throw new Error(`${name} loads ${size} kB of ${kind}, more than ${limit} or nothing`);
  }
}

const heading = (name) => (page) => page.getByRole('heading', { name }).waitFor();

/** The Cloud as its owner sees it, unless somebody else is named. */
function cloudPages({ cloudUrl }) {
  return [
    ['cloud-cameras', `${cloudUrl}/?view=cameras`, (page) => page.getByRole('button', { name: /^Stream/ }).first().waitFor()],
    ['cloud-full', `${cloudUrl}/?view=full`, (page) => page.getByRole('button', { name: /^Stream/ }).first().waitFor()],
    ['cloud-compact', `${cloudUrl}/?view=compact`, (page) => page.getByRole('table').waitFor()],
    ['cloud-search', `${cloudUrl}/?view=full`, (page) => search(page, 'p')],
    ['cloud-printers', `${cloudUrl}/printers`, (page) => page.getByRole('list', { name: 'Printers' }).waitFor()],
    ['cloud-activate', `${cloudUrl}/activate`, (page) => page.getByLabel('Activation code').waitFor()],
    ['cloud-fuses', `${cloudUrl}/fuses`, (page) => press(page, /^Revoke/).then(() => dialog(page))],
    ['cloud-users', `${cloudUrl}/settings/users`, (page) => press(page, 'Invite User').then(() => dialog(page))],
    ['cloud-keys', `${cloudUrl}/settings/keys`, (page) => press(page, 'New API Key').then(() => dialog(page))],
    ['cloud-walls', `${cloudUrl}/settings/walls`, (page) => press(page, 'New Wall Link').then(() => dialog(page))],
    ['cloud-audit', `${cloudUrl}/settings/audit`, (page) => page.getByRole('list', { name: 'Audit log' }).waitFor()],
    ['cloud-store', `${cloudUrl}/settings/store`, (page) => page.getByRole('button', { name: 'Leave Store' }).waitFor()],
    ['cloud-account', `${cloudUrl}/account`, (page) => page.getByRole('list', { name: 'Devices' }).waitFor()],
    ['cloud-not-found', `${cloudUrl}/nowhere`, heading('There is no such page')],
    ['cloud-sign-in', cloudUrl, heading('Sign in to Gantry'), 'stranger'],
    ['cloud-forgotten', `${cloudUrl}/forgotten`, heading('A new password'), 'stranger'],
    ['cloud-no-store', cloudUrl, heading('You are in no store'), 'guest'],
    ['cloud-empty', cloudUrl, heading('No printers yet'), 'newcomer'],
  ];
}

function fusePages({ fuseUrl }) {
  return [
    ['fuse-status', fuseUrl, (page) => page.getByRole('list', { name: 'Key indicators' }).waitFor()],
    ['fuse-printers', `${fuseUrl}/printers`, (page) => page.getByRole('button', { name: /^Camera/ }).first().waitFor()],
    ['fuse-search', `${fuseUrl}/printers`, (page) => search(page, 'p')],
    ['fuse-add', `${fuseUrl}/printers`, addPhysical],
    ['fuse-edit', `${fuseUrl}/printers`, (page) => press(page, /^Edit/).then(() => dialog(page))],
    ['fuse-settings', `${fuseUrl}/settings`, (page) => page.getByRole('switch').first().waitFor()],
    ['fuse-deactivate', `${fuseUrl}/settings#danger`, (page) => press(page, 'Deactivate').then(() => dialog(page))],
    ['fuse-clear', `${fuseUrl}/settings#printers`, (page) => press(page, 'Clear Printers').then(() => dialog(page))],
    ['fuse-help', `${fuseUrl}/help`, (page) => page.getByRole('heading', { level: 1 }).waitFor()],
    ['fuse-not-found', `${fuseUrl}/nowhere`, heading('There is no such page')],
  ];
}

/** Further people at the Cloud: nobody, somebody who is in no store any more, and somebody whose store has nothing yet. */
async function invite(browser, gantry) {
  const seats = { stranger: await browser.another() };
  const leave = (cookie) => gantry.cloudCall('/api/store/leave', { method: 'POST', cookie });
  const found = (cookie) => gantry.cloudCall('/api/stores', { method: 'POST', cookie, body: { name: 'Garage' } });
  for (const [seat, act] of Object.entries({ guest: leave, newcomer: found })) {
    const person = { name: 'Gina Guest', email: `${seat}@example.com`, password: 'looking is not touching', role: 'viewer' };
    const { cookie } = await gantry.addUser(person);
    await act(cookie);
    seats[seat] = await browser.another();
    const page = await seats[seat].page(gantry.cloudUrl);
    await signIn(page, person);
    await page.getByRole('button', { name: 'Account of Gina Guest' }).waitFor();
    if (seat === 'newcomer') {
      await command(page, 'garage');
      await page.getByRole('button', { name: 'Store: Garage' }).waitFor();
    }
    await page.close();
  }
  return seats;
}

/** The look in which a page is opened, and the one that it is turned into: what is drawn at first may differ from that. */
const turns = [
  ['1440-light', '1440-dark'],
  ['390-dark', '320-light'],
];

/** Begins again, once, when the browser stalls. */
async function lookPatiently(seat, page) {
  try {
    await lookAtOne(seat, page, StalledBrowser);
  } catch (error) {
    if (!(error instanceof StalledBrowser)) throw error;
    console.log(`begun again: ${error.message}`);
    await lookAtOne(seat, page);
  }
}

async function lookAtOne(seat, [name, url, ready], notJudged) {
  const page = await seat.page('about:blank');
  try {
    for (const [first, ...others] of turns) {
      // A page that differs in its # alone would not be loaded anew.
      await page.goto('about:blank');
      await prepare(page, lookOf(first));
      await page.goto(url);
      await ready(page).catch(async (error) => {
        await page.screenshot({ path: join(screenshots, `failed-${name}.png`) });
        throw error;
      });
      if (first === turns[0][0]) await attempt(`${name} weight`, () => weigh(page, name));
      for (const look of [first, ...others]) {
        await attempt(`${name} ${look}`, async () => {
          await wear(page, lookOf(look));
          await check(page, screenshots, `${name}-${look}`);
        }, notJudged);
      }
    }
  } finally {
    await page.close();
  }
}

async function lookAtAll(browser, gantry) {
  const seats = await invite(browser, gantry);
  for (const page of [...cloudPages(gantry), ...fusePages(gantry)]) {
    const [name, , , who] = page;
    if (all || chosen.includes(name)) await attempt(name, () => lookPatiently(seats[who] ?? browser, page));
  }
}

const activities = async (gantry) => new Map((await gantry.cloudCall('/api/printers')).map(({ printer, state }) => [printer.name, state.activity]));

mkdirSync(data, { recursive: true });
const gantry = await Gantry.start({ data, printers: ['p1s', 'x1c'], base: '127.0.13.1', onStep: () => {} });
let browser;
try {
  mkdirSync(screenshots, { recursive: true });
  browser = await Browser.start();
  const page = await openCloud(browser, gantry);
  if (all || chosen.includes('keyboard')) {
    await attempt('the Cloud by keyboard', () => cloudByKeyboard(page, gantry.printers[1], () => activities(gantry)));
    const other = await browser.page(gantry.fuseUrl);
    await attempt('Fuse by keyboard', () => fuseByKeyboard(other, gantry.printers[0]));
    await other.close();
  }
  await lookAtAll(browser, gantry);
  if (all || chosen.includes('statuses')) {
    await attempt('the colours of the statuses', async () => {
      await oneOfEach(gantry, gantry.printers[1]);
      await checkPalette(page, gantry);
    });
  }
} catch (error) {
  failures.push(String(error.stack));
} finally {
  await browser?.stop();
  await gantry.stop();
}

for (const failure of failures) console.error(failure);
console.log(`screenshots in ${screenshots}`);
console.log(`pages: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
