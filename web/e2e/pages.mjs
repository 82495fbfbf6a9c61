// Every page as people see it, at 1440 dark and light, 390 and 320: a screenshot, nothing wider than the screen,
// nothing that axe finds, no console error; then one journey by keyboard alone.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { check, looks, wear } from './look.mjs';
import { until } from './processes.mjs';
import { cloudTile, openCloud } from './watch.mjs';

const data = buildFolder('pages');
const screenshots = join(data, 'screenshots');
const failures = [];
let passed = 0;

async function attempt(what, action) {
  try {
    await action();
    passed += 1;
  } catch (error) {
    failures.push(`${what}: ${error.message}`);
    console.log(`FAILED  ${what}: ${error.message}`);
  }
}

const press = (page, name) => page.getByRole('button', { name }).first().click();
const dialog = (page) => page.getByRole('dialog').getByRole('button').last().waitFor();

async function addPhysical(page) {
  await press(page, 'Add Manually');
  await page.getByRole('menuitem', { name: 'Physical Printer' }).click();
  await dialog(page);
}

function pagesOf({ cloudUrl, fuseUrl }) {
  return [
    ['cloud-cameras', `${cloudUrl}/?view=cameras`, (page) => page.getByRole('button', { name: /^Stream/ }).first().waitFor()],
    ['cloud-full', `${cloudUrl}/?view=full`, (page) => page.getByRole('button', { name: /^Stream/ }).first().waitFor()],
    ['cloud-compact', `${cloudUrl}/?view=compact`, (page) => page.getByRole('table').waitFor()],
    ['cloud-activate', `${cloudUrl}/activate`, (page) => page.getByLabel('Activation code').waitFor()],
    ['cloud-fuses', `${cloudUrl}/fuses`, (page) => press(page, /^Revoke/).then(() => dialog(page))],
    ['cloud-users', `${cloudUrl}/settings/users`, (page) => press(page, 'Invite User').then(() => dialog(page))],
    ['cloud-keys', `${cloudUrl}/settings/keys`, (page) => press(page, 'New API Key').then(() => dialog(page))],
    ['cloud-walls', `${cloudUrl}/settings/walls`, (page) => press(page, 'New Wall Link').then(() => dialog(page))],
    ['cloud-audit', `${cloudUrl}/settings/audit`, (page) => page.getByRole('list', { name: 'Audit log' }).waitFor()],
    ['cloud-store', `${cloudUrl}/settings/store`, (page) => page.getByRole('button', { name: 'Leave Store' }).waitFor()],
    ['cloud-account', `${cloudUrl}/account`, (page) => page.getByRole('list', { name: 'Devices' }).waitFor()],
    ['fuse-status', fuseUrl, (page) => page.getByRole('list', { name: 'Key indicators' }).waitFor()],
    ['fuse-printers', `${fuseUrl}/printers`, (page) => page.getByRole('button', { name: /^Camera/ }).first().waitFor()],
    ['fuse-add', `${fuseUrl}/printers`, addPhysical],
    ['fuse-edit', `${fuseUrl}/printers`, (page) => press(page, /^Edit/).then(() => dialog(page))],
    ['fuse-settings', `${fuseUrl}/settings`, (page) => page.getByRole('switch').first().waitFor()],
  ];
}

async function lookAtAll(browser, gantry) {
  for (const look of looks) {
    for (const [name, url, ready] of pagesOf(gantry)) {
      await attempt(`${name} ${look.name}`, async () => {
        const page = await browser.page('about:blank');
        try {
          await page.goto(url);
          await wear(page, look);
          await ready(page);
          await check(page, screenshots, `${name}-${look.name}`);
        } finally {
          await page.close();
        }
      });
    }
  }
}

/** From the dashboard to a running stream and back without a pointer. */
async function watchByKeyboard(page, printer) {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  await until('a tile in focus', async () => {
    await page.keyboard.press('Tab');
    return (await focused()).startsWith('Stream');
  });
  await until(`the tile of ${printer.name} in focus`, async () => {
    if ((await focused()) === `Stream ${printer.name}`) return true;
    await page.keyboard.press('ArrowRight');
    return false;
  });
  await page.keyboard.press('Enter');
  const tile = cloudTile(page, printer);
  await until('live', async () => (await tile.getAttribute('data-live-state')) === 'live');
  await page.keyboard.press('f');
  await until('full screen', () => page.evaluate(() => document.fullscreenElement !== null));
  await page.keyboard.press('f');
  await until('no full screen', () => page.evaluate(() => document.fullscreenElement === null));
  await page.keyboard.press('Escape');
  await until('closed', async () => (await tile.getAttribute('data-live-state')) === 'idle');
}

mkdirSync(data, { recursive: true });
const gantry = await Gantry.start({ data, printers: ['p1s', 'x1c'], base: '127.0.13.1', onStep: () => {} });
let browser;
try {
  mkdirSync(screenshots, { recursive: true });
  browser = await Browser.start();
  const page = await openCloud(browser, gantry);
  await attempt('a journey by keyboard', () => watchByKeyboard(page, gantry.printers[1]));
  await page.close();
  await lookAtAll(browser, gantry);
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
