// A code that nobody confirmed in time: the page says so, the Fuse says so, and the next one works.
import { press } from '../people.mjs';

/** Enough for whoever is slow to see it, before it expires. */
const seconds = 25;
const limitMs = (seconds + 20) * 1000;

export const options = { activate: false, cloud: ['--code-seconds', String(seconds)] };

/** What refused requests write into the console is no fault of the page. */
const refusals = /Failed to load resource: the server responded with a status of 4(04|10)/;
const forgive = (page) => {
  page.errors = page.errors.filter((error) => !refusals.test(error));
};

export async function journey({ gantry, browser, shot }) {
  const fuse = await browser.page(gantry.fuseUrl);
  const code = fuse.getByRole('status', { name: 'Activation code' });
  await code.waitFor();
  const [name, value] = gantry.cookie.split('=');
  await browser.context.addCookies([{ name, value, url: gantry.cloudUrl, httpOnly: true, sameSite: 'Strict' }]);
  const cloud = await browser.page(await fuse.getByRole('link', { name: 'Open Gantry to Activate' }).getAttribute('href'));
  const field = cloud.getByLabel('Activation code');
  await cloud.getByText(/^expires in 0:[012]\d$/).waitFor();
  await cloud.getByText('has expired').waitFor({ timeout: limitMs });
  await press(cloud, 'Activate');
  await cloud.getByRole('alert').getByText('This code has expired. Request a new activation code on the Fuse and try again.').waitFor();
  forgive(cloud);
  await shot(cloud, 'expired');
  await fuse.getByText('This code has expired. Request a new one.').waitFor({ timeout: limitMs });
  await shot(fuse, 'fuse-expired');

  await field.fill('AAAA-AAAA');
  await cloud.getByRole('alert').getByText(/This code is not known/).waitFor();
  forgive(cloud);
  await press(fuse, 'Request New Activation Code');
  await code.waitFor();
  await field.fill(await code.innerText());
  await press(cloud, 'Activate');
  await cloud.getByText('Activation Successful!').waitFor();
  await fuse.getByText('Activation Successful!').waitFor();
}
