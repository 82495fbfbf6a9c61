// People and what each may do: the first owner, an operator and a viewer by invitation, the camera taken away while
// somebody watches, an API key, the second factor, devices, a second store, the audit log.
import { dialog, fillNewcomer, press, signIn, totp, unusedCode } from '../people.mjs';
import { until } from '../processes.mjs';
import { playInCloud } from '../watch.mjs';

export const options = { setUp: false, activate: false, printers: ['p1s'] };

const owner = { name: 'Olive Owner', email: 'olive@example.com', password: 'correct horse battery' };
const operator = { name: 'Otto Operator', email: 'otto@example.com', password: 'tractor beam engaged' };
const viewer = { name: 'Vera Viewer', email: 'vera@example.com', password: 'looking is not touching' };

export async function journey(stage) {
  const { browser } = stage;
  const page = await becomeOwner(stage);
  const ottos = await browser.another();
  const veras = await browser.another();
  const otto = await join(stage, page, ottos, operator, 'Operator');
  const vera = await join(stage, page, veras, viewer, 'Viewer');
  await seeWhatEachSees(stage, { page, otto, vera });
  await loseTheCamera(stage, page, otto);
  await useAnApiKey(stage, page);
  await keepASecondFactor(stage, page);
  await signOutEverywhere(stage, page);
  await haveTwoStores(stage, page);
  await readTheAuditLog(stage, page);
  await resetAPassword(stage, page, veras, vera);
}

async function becomeOwner({ gantry, browser, shot }) {
  const page = await browser.page(gantry.setupLink());
  await fillNewcomer(page, owner, 'Workshop');
  await shot(page, 'setup');
  await press(page, 'Create Store');
  await page.getByRole('button', { name: 'Store: Workshop' }).waitFor();
  const cookies = await browser.context.cookies();
  const { name, value } = cookies.find((cookie) => cookie.name === 'gantry_access');
  gantry.cookie = `${name}=${value}`;
  await gantry.activate();
  await gantry.printersOnline();
  return page;
}

async function join({ shot }, page, browser, person, role) {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Users' }).click();
  await press(page, 'Invite User');
  await dialog(page).getByLabel('E-mail').fill(person.email);
  await dialog(page).getByLabel('Role').selectOption(role);
  if (role === 'Operator') await shot(page, 'invite');
  await press(dialog(page), 'Invite');
  const link = await dialog(page).getByRole('group', { name: 'Invitation link' }).locator('code').innerText();
  if (role === 'Operator') await shot(page, 'invited');
  await press(dialog(page), 'Done');
  await page.getByRole('list', { name: 'Invitations' }).getByText(person.email).waitFor();

  const theirs = await browser.page(link);
  await theirs.getByRole('heading', { name: 'Join Workshop' }).waitFor();
  await theirs.getByLabel('Your name').fill(person.name);
  await theirs.getByLabel(/^Password(?! again)/).fill(person.password);
  await theirs.getByLabel('Password again').fill(person.password);
  if (role === 'Operator') await shot(theirs, 'invitation');
  await press(theirs, 'Join');
  await theirs.getByRole('button', { name: 'Store: Workshop' }).waitFor();
  return theirs;
}

async function seeWhatEachSees({ gantry, shot }, { page, otto, vera }) {
  await page.reload();
  await page.getByRole('list', { name: 'Users' }).getByText(viewer.email).waitFor();
  await shot(page, 'users');
  await otto.getByRole('radio', { name: 'Cameras' }).waitFor({ state: 'attached' });
  await otto.getByRole('link', { name: 'Fuses' }).waitFor();
  const [printer] = gantry.printers;
  await vera.getByText(printer.name).first().waitFor();
  for (const [what, found] of [
    ['the Cameras view', vera.getByRole('radio', { name: 'Cameras' })],
    ['a stream', vera.getByRole('button', { name: /^Stream/ })],
    ['Fuses', vera.getByRole('link', { name: 'Fuses' })],
  ])
    if ((await found.count()) > 0) throw new Error(`a viewer is offered ${what}`);
  await vera.goto(`${gantry.cloudUrl}/settings/users`);
  await vera.getByText('This is not open to you').waitFor();
  if ((await vera.getByRole('link', { name: 'API Keys' }).count()) > 0) throw new Error('a viewer is offered API keys');
  await shot(vera, 'denied');
}

async function loseTheCamera({ gantry, shot }, page, otto) {
  const [printer] = gantry.printers;
  await otto.goto(`${gantry.cloudUrl}/?view=cameras`);
  await playInCloud(otto, printer);
  await press(page, `Permissions of ${operator.name}`);
  await dialog(page).getByLabel('See cameras, live and snapshots').selectOption('Taken away: Not allowed');
  await shot(page, 'permissions');
  const asked = Date.now();
  await press(dialog(page), 'Save');
  await until('no picture any more', async () => (await otto.locator('video, img[alt*="snapshot"]').count()) === 0, { limitMs: 1000 });
  console.log(`the picture was gone ${Date.now() - asked} ms after the permission was taken away`);
  await until('no viewer at the camera', async () => {
    const views = await gantry.fuseCall('/api/printers');
    return views.every(({ camera }) => camera.viewers === 0);
  }, { limitMs: 1000 });
  await page.getByText('− See cameras, live and snapshots').waitFor();
}

async function useAnApiKey({ gantry, shot }, page) {
  await page.getByRole('link', { name: 'API Keys' }).click();
  await press(page, 'New API Key');
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('Wall display');
  await shot(page, 'key-new');
  await press(dialog(page), 'Make Key');
  const key = await dialog(page).getByRole('group', { name: 'API key' }).locator('code').innerText();
  await press(dialog(page), 'Done');
  const ask = (path) => fetch(gantry.cloudUrl + path, { headers: { authorization: `Bearer ${key}` } });
  const printers = await (await ask('/api/printers')).json();
  if (printers.length !== 1) throw new Error(`the key lists ${printers.length} printers`);
  const refused = await ask('/api/users');
  if (refused.status !== 403) throw new Error(`the key reads users: ${refused.status}`);
  await page.reload();
  await page.getByRole('list', { name: 'API keys' }).getByText(/used/).waitFor();
  await shot(page, 'keys');
  await press(page, 'Revoke Wall display');
  await press(dialog(page), 'Revoke Wall display');
  await page.getByText('No API keys yet').waitFor();
  const gone = await ask('/api/printers');
  if (gone.status !== 401) throw new Error(`the revoked key is answered with ${gone.status}`);
}

async function openAccount(page) {
  await press(page, `Account of ${owner.name}`);
  await page.getByRole('menuitem', { name: 'My account' }).click();
  await page.getByRole('heading', { name: 'My account' }).waitFor();
}

async function keepASecondFactor({ shot }, page) {
  await openAccount(page);
  await page.getByRole('list', { name: 'Devices' }).waitFor();
  await shot(page, 'account');
  await press(page, 'Set Up');
  await dialog(page).getByLabel('Your password').fill(owner.password);
  await press(dialog(page), 'Continue');
  const secret = await dialog(page).getByLabel('Secret').innerText();
  await shot(page, 'second-factor');
  await dialog(page).getByLabel('Code that the app shows').fill(totp(secret));
  await press(dialog(page), 'Switch On');
  const codes = dialog(page).getByRole('list', { name: 'Recovery codes' });
  const recovery = await codes.getByRole('listitem').first().innerText();
  await shot(page, 'recovery');
  await press(dialog(page), 'I Have Kept Them');
  await press(page, `Account of ${owner.name}`);
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, owner);
  await page.getByLabel('Code').fill(recovery.toLowerCase());
  await shot(page, 'code');
  await press(page, 'Continue');
  await page.getByText('9 recovery codes are left').waitFor();
  await press(page, 'Switch Off');
  await dialog(page).getByLabel('Your password').fill(owner.password);
  await dialog(page).getByLabel('Code').fill(await unusedCode(secret));
  await press(dialog(page), 'Switch Off');
  await press(page, 'Set Up');
  await press(dialog(page), 'Cancel');
}

async function signOutEverywhere({ gantry, browser }, page) {
  const phone = await browser.another();
  const other = await phone.page(gantry.cloudUrl);
  await signIn(other, owner);
  await openAccount(other);
  await press(other, 'Sign Out Everywhere');
  await press(dialog(other), 'Sign Out Everywhere');
  await page.getByRole('heading', { name: 'Sign in to Gantry' }).waitFor({ timeout: 1000 });
  await other.close();
  await signIn(page, owner);
  await page.getByRole('button', { name: `Account of ${owner.name}` }).waitFor();
}

async function haveTwoStores({ gantry, shot }, page) {
  await page.goto(gantry.cloudUrl);
  await press(page, 'Store: Workshop');
  await page.getByRole('menuitem', { name: 'New store' }).click();
  await dialog(page).getByLabel('Store name').fill('Annex');
  await press(dialog(page), 'Create Store');
  await press(page, 'Store: Annex');
  await page.getByRole('menuitem', { name: 'Workshop' }).waitFor();
  await shot(page, 'switcher');
  const [printer] = gantry.printers;
  if ((await page.getByText(printer.name).count()) > 0) throw new Error('a printer of the other store shows');
  await page.getByRole('menuitem', { name: 'Workshop' }).click();
  await page.getByText(printer.name).first().waitFor();
}

async function readTheAuditLog({ shot }, page) {
  await page.getByRole('link', { name: 'Settings' }).click();
  await shot(page, 'store');
  await page.getByRole('link', { name: 'Audit' }).click();
  await page.getByLabel('What').selectOption('API keys');
  const entries = page.getByRole('list', { name: 'Audit log' });
  await entries.getByText('revoked the API key').waitFor();
  await page.getByLabel('What').selectOption('Everything');
  await entries.getByText('changed the permissions of').waitFor();
  await shot(page, 'audit');
}

async function resetAPassword({ gantry, shot }, page, veras, vera) {
  await page.getByRole('link', { name: 'Users' }).click();
  await press(page, `More about ${viewer.name}`);
  await page.getByRole('menuitem', { name: 'Reset password' }).click();
  await press(dialog(page), 'Make Link');
  const link = await dialog(page).getByRole('group', { name: 'Reset link' }).locator('code').innerText();
  const reset = await veras.page(link);
  const password = 'a password of today';
  await reset.getByLabel(/^New password(?! again)/).fill(password);
  await reset.getByLabel('New password again').fill(password);
  await shot(reset, 'reset');
  await press(reset, 'Set Password');
  await reset.getByRole('heading', { name: 'Your password is set' }).waitFor();
  await vera.getByRole('heading', { name: 'Sign in to Gantry' }).waitFor();
  await vera.goto(gantry.cloudUrl);
  await signIn(vera, { ...viewer, password });
  await vera.getByRole('button', { name: 'Store: Workshop' }).waitFor();
}
