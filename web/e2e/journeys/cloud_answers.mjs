// Whatever a real Cloud answers is what api/cloud.yaml says, asked as its owner, as a guest, as a program with an API key
// and as nobody; and the reference of its API.
import { Answers } from '../answers.mjs';
import { until } from '../processes.mjs';

export const options = { printers: ['p1s'], base: '127.0.37.1' };

const tokenOf = (link) => new URL(link).hash.slice(1);
const cookiesOf = (headers) => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');

async function people(api, gantry) {
  const { body: roles } = await api.ask('listRoles', { expect: 200 });
  if (roles.length < 4) throw new Error('there are four roles');
  const { body: first } = await api.ask('invite', { body: { email: 'guest@example.com', role: 'viewer' }, expect: 201 });
  await api.ask('listInvitations', { expect: 200 });
  await api.ask('showInvitation', { body: { token: tokenOf(first.link) }, expect: 200 });
  const guest = { name: 'Guest', password: 'correct horse battery' };
  await api.ask('acceptInvitation', { body: { token: tokenOf(first.link), ...guest }, headers: { cookie: '' }, expect: 200 });
  const { body: other } = await api.ask('invite', { body: { email: 'other@example.com', role: 'viewer' }, expect: 201 });
  await api.ask('withdrawInvitation', { path: { id: other.invitation.id }, expect: 204 });
  const { id } = (await api.ask('listUsers', { expect: 200 })).body.find(({ email }) => email === 'guest@example.com');
  await api.ask('changeUser', { path: { id }, body: { role: 'operator' }, expect: 200 });
  const { body: reset } = await api.ask('makeReset', { path: { id }, body: {}, expect: 201 });
  await api.ask('resetPassword', { body: { token: tokenOf(reset.link), password: 'another horse battery' }, expect: 204 });
  await api.ask('signIn', { body: { email: 'guest@example.com', password: 'a wrong guess' }, headers: { cookie: '' }, expect: 401 });
  await api.ask('removeUser', { path: { id }, expect: 204 });
  await api.ask('forgotPassword', { body: { email: gantry.owner.email } });
}

async function account(api, { owner }) {
  for (const id of ['getSession', 'getSecondFactor', 'getPasswordHelp', 'getSetup', 'health']) await api.ask(id, { expect: 200 });
  await api.ask('beginSecondFactor', { body: { password: owner.password }, expect: 200 });
  await api.ask('confirmSecondFactor', { body: { code: '000000' } });
  const cookie = cookiesOf((await api.ask('signIn', { body: { email: owner.email, password: owner.password }, headers: { cookie: '' }, expect: 200 })).headers);
  const renewed = await api.ask('refreshSession', { headers: { cookie }, expect: 200 });
  const devices = (await api.ask('listSessions', { expect: 200 })).body;
  await api.ask('endSession', { path: { id: devices.find(({ current }) => !current).id }, expect: 204 });
  await api.ask('signOut', { headers: { cookie: cookiesOf(renewed.headers) }, expect: 204 });
  await api.ask('refreshSession', { headers: { cookie: '' }, expect: 204 });
}

async function stores(api, gantry) {
  const { body: made } = await api.ask('createStore', { body: { name: 'Attic' }, expect: 201 });
  const all = (await api.ask('listStores', { expect: 200 })).body;
  const move = async (store) => {
    api.headers.cookie = cookiesOf((await api.ask('chooseStore', { body: { store }, expect: 200 })).headers);
  };
  await move(made.id);
  await api.ask('renameStore', { body: { name: 'Cellar' }, expect: 204 });
  await move(all.find(({ id }) => id !== made.id).id);
  await move(made.id);
  await api.ask('deleteStore', { body: { name: 'Cellar' }, expect: 204 });
  const { email, password } = gantry.owner;
  api.headers.cookie = cookiesOf((await api.ask('signIn', { body: { email, password }, headers: { cookie: '' }, expect: 200 })).headers);
}

async function printers(api, page) {
  const [{ printer }] = (await api.ask('listPrinters', { expect: 200 })).body;
  const path = { id: printer.id };
  await api.ask('getPrinter', { path, expect: 200 });
  await api.ask('getHistory', { path, expect: 200 });
  await api.ask('commandPrinter', { path, body: { action: 'bed_temperature', value: 50 }, expect: 204 });
  await api.hear(page, 'events', { count: 3, meanwhile: () => api.ask('commandPrinter', { path, body: { action: 'light_off' }, expect: 204 }) });
  await until('a snapshot', async () => (await api.ask('getSnapshot', { path })).status === 200);
  const { body: made } = await api.ask('createKey', { body: { name: 'Wall', permissions: ['printer.view'] }, expect: 201 });
  const program = { cookie: '', authorization: `Bearer ${made.key}` };
  await api.ask('listPrinters', { headers: program, expect: 200 });
  await api.ask('listUsers', { headers: program, expect: 403 });
  await api.ask('listKeys', { expect: 200 });
  await api.ask('changeTags', { body: { printers: [printer.id], add: ['Hall 1'] }, expect: 204 });
  await wall(api, page, printer);
  await api.ask('revokeKey', { path: { id: made.api_key.id }, expect: 204 });
  await api.ask('listPrinters', { headers: program, expect: 401 });
}

async function wall(api, page, printer) {
  const scope = { all: false, printers: [], tags: ['Hall 1'] };
  const { body: made } = await api.ask('createWall', { body: { name: 'Hall', scope, hide_names: true }, expect: 201 });
  await api.ask('listWalls', { expect: 200 });
  const token = tokenOf(made.link);
  const { body: opened, headers } = await api.ask('openWall', { body: { token }, headers: { cookie: '' }, expect: 200 });
  const cookie = cookiesOf(headers);
  await api.ask('getWallSnapshot', { path: { id: opened.id, printer: printer.id }, headers: { cookie }, expect: 200 });
  await page.evaluate((text) => fetch('/api/wall', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token: text }) }), token);
  await api.hear(page, 'wallEvents', { path: { id: opened.id }, count: 2 });
  await api.ask('revokeWall', { path: { id: opened.id }, expect: 204 });
  await api.ask('openWall', { body: { token }, headers: { cookie: '' }, expect: 401 });
}

async function fuses(api, gantry) {
  const [fuse] = (await api.ask('listFuses', { expect: 200 })).body;
  await api.ask('renameFuse', { path: { id: fuse.id }, body: { name: 'Hall 1' }, expect: 204 });
  await gantry.fuseCall('/api/activation', { method: 'DELETE' });
  const newCode = async () => {
    await gantry.fuseCall('/api/activation', { method: 'POST' });
    return until('a code', async () => {
      const activation = await gantry.fuseCall('/api/activation');
      return activation.state === 'waiting' && activation.code;
    });
  };
  await api.ask('refuseActivation', { path: { code: await newCode() }, expect: 204 });
  const code = await newCode();
  const [store] = (await api.ask('getActivation', { path: { code }, expect: 200 })).body.stores;
  await api.ask('activate', { path: { code }, body: { store: store.id }, expect: 204 });
  await gantry.cloudConnected();
  const [{ id }] = (await api.ask('listFuses')).body;
  await api.ask('revokeFuse', { path: { id }, expect: 204 });
}

async function server(api) {
  const newcomer = { name: 'Nora', email: 'nora@example.com', password: 'a long enough secret', store_name: 'Attic' };
  await api.ask('getServer', { expect: 200 });
  await api.ask('register', { body: newcomer, headers: { cookie: '' }, expect: 403 });
  await api.ask('getServerSettings', { expect: 200 });
  await api.ask('changeServerSettings', { body: { registration: 'open' }, expect: 200 });
  await api.ask('register', { body: newcomer, headers: { cookie: '' }, expect: 201 });
}

export async function journey({ gantry, browser, shot }) {
  const cookie = await gantry.signIn(gantry.owner);
  const [name, value] = cookie.split('=');
  await browser.context.addCookies([{ name, value, url: gantry.cloudUrl, httpOnly: true, sameSite: 'Strict' }]);
  const page = await browser.page(`${gantry.cloudUrl}/api`);
  await page.getByRole('region', { name: 'Printers', exact: true }).getByText('/api/printers', { exact: true }).waitFor();
  await shot(page, 'reference');

  const api = new Answers('cloud', gantry.cloudUrl);
  const { email, password } = gantry.owner;
  api.headers.cookie = cookiesOf((await api.ask('signIn', { body: { email, password }, expect: 200 })).headers);
  await printers(api, page);
  await account(api, gantry);
  await people(api, gantry);
  await stores(api, gantry);
  for (const log of ['getAudit', 'listAuditActors']) await api.ask(log, { expect: 200 });
  for (const format of ['csv', 'jsonl']) await api.ask('exportAudit', { query: { format }, expect: 200 });
  await fuses(api, gantry);
  await server(api);
  await api.refusals();
  console.log(`${api.asked.size} of ${api.operations.size} operations answer as api/cloud.yaml says; ${api.problems} problems were compared`);
  const unasked = api.unasked();
  if (unasked.length > 0) console.log(`not asked for here: ${unasked.join(', ')}`);
}
