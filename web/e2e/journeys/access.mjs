// Fuse's page from another machine: the first visit with the setup code, signing in, being signed out, and what the
// machine itself shows. The browser gives Fuse another name than localhost, as it does behind a proxy.
import { join } from 'node:path';
import { until } from '../processes.mjs';

const name = 'workshop.test';
const password = 'correct horse';

export const options = { activate: false, fuse: ['--host-name', name] };

/** What a wrong password writes into the console is no fault of the page. */
const refusals = /Failed to load resource: the server responded with a status of 4(01|29)/;

export async function journey({ gantry, browser, shot, folder }) {
  const { port } = new URL(gantry.fuseUrl);
  const far = `http://${name}:${port}`;

  const own = await browser.page(`${gantry.fuseUrl}/settings#access`);
  const access = own.getByRole('region', { name: 'Access' });
  const code = await access.getByRole('status', { name: 'Setup code' }).innerText();
  await shot(own, 'closed');

  const page = await browser.page(`${far}/settings`);
  await page.getByRole('heading', { name: 'Welcome to Fuse' }).waitFor();
  await page.getByLabel('Setup code').fill(code.toLowerCase().replace('-', ''));
  await page.getByLabel(/^Password(?! again)/).fill(password);
  await page.getByLabel('Password again').fill(password);
  await shot(page, 'first-use');
  await page.getByRole('button', { name: 'Set Password' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.getByText('Live updates').or(page.getByText('Connected')).first().waitFor();
  await page.getByText('This browser', { exact: true }).waitFor();
  await page.getByRole('region', { name: 'Access' }).scrollIntoViewIfNeeded();
  await shot(page, 'signed-in');

  await own.getByRole('button', { name: 'Sign Out Everywhere' }).click();
  const asked = Date.now();
  await own.getByRole('dialog').getByRole('button', { name: 'Sign Out Everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in to Fuse' }).waitFor();
  console.log(`signed out ${Date.now() - asked} ms after it was asked for`);
  page.errors = page.errors.filter((error) => !refusals.test(error));
  await shot(page, 'sign-in');

  const field = page.getByLabel('Password');
  const button = page.getByRole('button', { name: 'Sign in' });
  await until('the lock', async () => {
    await field.fill('a wrong guess');
    await button.click({ timeout: 2000 });
    await page.getByRole('alert').first().waitFor();
    return page.getByText('Too many wrong attempts').isVisible();
  });
  page.errors = page.errors.filter((error) => !refusals.test(error));
  await page.screenshot({ path: join(folder, 'screenshots/locked.png') });
  await until('the end of the wait', () => button.isEnabled());
  await field.fill(password);
  await button.click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Sign Out', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Sign in to Fuse' }).waitFor();

  await own.getByRole('button', { name: 'Remove Password' }).click();
  await own.getByRole('dialog').getByRole('button', { name: 'Remove Password' }).click();
  await access.getByRole('status', { name: 'Setup code' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Welcome to Fuse' }).waitFor();
}
