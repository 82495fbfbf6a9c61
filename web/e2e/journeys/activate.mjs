// From the first start to the dashboard: a code that is refused, another one that joins the store which is chosen,
// "Activation Successful!", and on by itself.
import { press } from '../people.mjs';
import { until } from '../processes.mjs';

export const options = { activate: false };

const shownCode = (fuse) => fuse.getByRole('status', { name: 'Activation code' });

export async function journey({ gantry, browser, shot }) {
  await gantry.cloudCall('/api/stores', { method: 'POST', body: { name: 'Annex' } });
  const fuse = await browser.page(gantry.fuseUrl);
  await shownCode(fuse).waitFor();
  await shot(fuse, 'code');
  const [name, value] = gantry.cookie.split('=');
  await browser.context.addCookies([{ name, value, url: gantry.cloudUrl, httpOnly: true, sameSite: 'Strict' }]);
  const cloud = await browser.page(await linkOf(fuse));
  await refuse({ gantry, shot }, fuse, cloud);
  await join({ gantry, shot }, fuse, cloud);

  await fuse.getByRole('list', { name: 'Key indicators' }).waitFor();
  await until('the Cloud connected', async () => /Connected/.test(await fuse.getByRole('list', { name: 'Key indicators' }).innerText()));
  await shot(fuse, 'status');
}

const linkOf = (fuse) => fuse.getByRole('link', { name: 'Open Gantry to Activate' }).getAttribute('href');

async function refuse({ gantry, shot }, fuse, cloud) {
  const { fingerprint } = await gantry.fuseCall('/api/activation');
  await fuse.getByText(fingerprint).waitFor();
  await cloud.getByText(fingerprint).waitFor();
  await shot(cloud, 'activate');
  await press(cloud, 'Not Mine');
  await cloud.getByRole('heading', { name: 'Refused' }).waitFor();
  await shot(cloud, 'refused');
  await fuse.getByText(/somebody said that this machine is not theirs/).waitFor();
  await shot(fuse, 'fuse-refused');
}

async function join({ gantry, shot }, fuse, cloud) {
  await press(fuse, 'Request New Activation Code');
  await shownCode(fuse).waitFor();
  await cloud.goto(await linkOf(fuse));
  // Another store is looked at meanwhile: the code stays, and that store comes first.
  await press(cloud, 'Store: Workshop');
  await cloud.getByRole('menuitem', { name: 'Annex' }).click();
  const choice = cloud.getByRole('combobox', { name: 'Joins store' });
  await until('the Annex first', async () => (await choice.locator('option:checked').innerText()) === 'Annex');
  await choice.selectOption('Workshop');
  const told = fuse.getByText('Activation Successful!').waitFor(); // it goes on by itself soon
  await press(cloud, 'Activate');
  await cloud.getByText('Activation Successful!').waitFor();
  await told;
  await cloud.getByText(/now belongs to Workshop/).waitFor();
  await shot(cloud, 'joined');
  const session = await gantry.signIn(gantry.owner);
  const { store } = await gantry.cloudCall('/api/session', { cookie: session });
  const fuses = await gantry.cloudCall('/api/fuses', { cookie: session });
  if (store.name !== 'Annex' || fuses.length > 0) throw new Error(`${fuses.length} Fuses are in ${store.name}`);
}
