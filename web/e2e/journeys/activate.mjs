// From the first start to the dashboard: the code, the Cloud's page, "Activation Successful!", and on by itself.
import { until } from '../processes.mjs';

export const options = { activate: false };

export async function journey({ gantry, browser, shot }) {
  const fuse = await browser.page(gantry.fuseUrl);
  await fuse.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).first().waitFor();
  await shot(fuse, 'code');
  const link = fuse.getByRole('link', { name: 'Open Gantry to Activate' });
  const address = await link.getAttribute('href');

  const [name, value] = gantry.cookie.split('=');
  await browser.context.addCookies([{ name, value, url: gantry.cloudUrl, httpOnly: true, sameSite: 'Strict' }]);
  const cloud = await browser.page(address);
  const confirm = cloud.getByRole('button', { name: /^Activate/, disabled: false });
  await confirm.waitFor();
  const { fingerprint } = await gantry.fuseCall('/api/activation');
  await fuse.getByText(fingerprint).waitFor();
  await cloud.getByText(fingerprint).waitFor();
  await shot(cloud, 'activate');
  await confirm.click();
  await cloud.getByText('Activation Successful!').waitFor();

  await fuse.getByText('Activation Successful!').waitFor();
  await fuse.getByRole('list', { name: 'Key indicators' }).waitFor();
  await until('the Cloud connected', async () => /Connected/.test(await fuse.getByRole('list', { name: 'Key indicators' }).innerText()));
  await shot(fuse, 'status');
}
