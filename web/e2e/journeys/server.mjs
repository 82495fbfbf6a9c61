// The server's administrator: settings that the command line has fixed and those that it has not, a test message that
// is not taken and says why, registration opened and used, and the same page closed to everybody else.
import { fillNewcomer, press, signIn } from '../people.mjs';

export const options = { activate: false, cloud: ['--name', 'Farm 7'] };

const newcomer = { name: 'Nora Newcomer', email: 'nora@example.com', password: 'a door that is open' };

export async function journey(stage) {
  const { gantry, browser, shot } = stage;
  const page = await browser.page(`${gantry.cloudUrl}/settings/server`);
  await signIn(page, gantry.owner);
  const people = page.getByRole('region', { name: 'Name and people' });
  await people.waitFor();
  await people.getByText('Set on the command line, which wins').waitFor();
  if (await people.getByLabel('Server name').isEditable()) throw new Error('a fixed name can be edited');

  const live = page.getByRole('region', { name: 'Live video' });
  await live.getByLabel('STUN servers').fill('127.0.0.1:3478');
  await live.getByRole('button', { name: 'Save' }).click();
  await live.getByText('Saved').waitFor();
  await live.getByRole('button', { name: 'Test' }).click();
  await live.getByRole('list', { name: 'Results of the test' }).getByText('stun:127.0.0.1:3478').waitFor();

  const mail = page.getByRole('region', { name: 'E-mail' });
  await mail.getByLabel('Mail server').fill('smtp://127.0.0.1:1');
  await mail.getByLabel('Sender').fill('gantry@example.org');
  await mail.getByRole('button', { name: 'Save' }).click();
  await mail.getByText('Saved').waitFor();
  await mail.getByRole('button', { name: 'Send a Test Message' }).click();
  await mail.getByText(/the mail server did not take the letter/i).waitFor();
  page.errors = page.errors.filter((error) => !/status of 503/.test(error));

  await people.getByRole('checkbox', { name: 'By invitation only' }).uncheck();
  await people.getByRole('button', { name: 'Save' }).click();
  await people.getByText('Saved').waitFor();
  await shot(page, 'server');

  await enterWithoutInvitation(stage);
}

async function enterWithoutInvitation({ gantry, browser, shot }) {
  const other = await browser.another();
  const page = await other.page(gantry.cloudUrl);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await fillNewcomer(page, newcomer, 'Garage');
  await shot(page, 'register');
  await press(page, 'Create Account');
  await page.getByRole('button', { name: 'Store: Garage' }).waitFor();
  await page.goto(`${gantry.cloudUrl}/settings/server`);
  await page.getByText('This is not open to you').waitFor();
  await shot(page, 'closed');
}
