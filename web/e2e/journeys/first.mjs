// A new server, by one person in one sitting: the setup link, an empty dashboard, a Fuse by its code, and the first
// printer with its picture.
import { dialog, fillNewcomer, press } from '../people.mjs';

export const options = { setUp: false, activate: false, add: false, printers: ['p1s'], base: '127.0.43.1' };

const owner = { name: 'Olive Owner', email: 'olive@example.com', password: 'correct horse battery' };

export async function journey(stage) {
  const cloud = await becomeOwner(stage);
  const fuse = await activate(stage, cloud);
  await addThePrinter(stage, fuse);
  await seeThePrinter(stage, cloud);
}

async function becomeOwner({ gantry, browser, shot }) {
  const page = await browser.page(gantry.setupLink());
  await fillNewcomer(page, owner, 'Workshop');
  await press(page, 'Create Store');
  await page.getByRole('heading', { name: 'No printers yet' }).waitFor();
  await shot(page, 'empty');
  return page;
}

async function activate({ gantry, browser, shot }, cloud) {
  const fuse = await browser.page(gantry.fuseUrl);
  const code = await fuse.getByRole('status', { name: 'Activation code' }).innerText();
  await cloud.getByRole('link', { name: 'Activate a Fuse' }).click();
  await cloud.getByLabel('Activation code').pressSequentially(code.replace('-', '').toLowerCase());
  await cloud.getByRole('definition').filter({ hasText: 'Workshop' }).waitFor();
  await shot(cloud, 'activate');
  await press(cloud, 'Activate');
  await cloud.getByText('Activation Successful!').waitFor();
  await shot(cloud, 'activated');
  await fuse.getByRole('list', { name: 'Key indicators' }).waitFor();
  return fuse;
}

async function addThePrinter({ gantry }, fuse) {
  const [{ address, access_code: code }] = gantry.printers;
  await fuse.getByRole('link', { name: 'Printers' }).first().click();
  await press(fuse, 'Auto-Scan');
  const found = dialog(fuse).getByRole('list', { name: 'Printers found' }).getByRole('listitem').filter({ hasText: address });
  await found.getByRole('checkbox').check();
  await found.getByLabel(/^Access Code of/).fill(code);
  await dialog(fuse).getByText('Works', { exact: true }).waitFor();
  await fuse.keyboard.press('Enter');
  await dialog(fuse).waitFor({ state: 'detached' });
}

async function seeThePrinter({ shot }, cloud) {
  await cloud.getByRole('link', { name: 'Open the dashboard' }).click();
  await cloud.getByText('Printing', { exact: true }).first().waitFor();
  await cloud.locator('img[alt*="snapshot"]').first().waitFor();
  await shot(cloud, 'first-printer');
}
