// Whatever a real Fuse answers is what api/fuse.yaml says: every operation is asked for, with a simulated and a virtual
// printer, and every one refuses what it must.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Answers } from '../answers.mjs';
import { until } from '../processes.mjs';

export const options = { activate: false, printers: ['p1s'], base: '127.0.35.1' };

const offer = readFileSync(join(resolve(import.meta.dirname, '../../../fuzz/corpus/rtc_sdp'), 'firefox'), 'utf8');

async function printers(api, gantry, page) {
  const [simulated] = gantry.printers;
  await api.ask('identifyPrinter', { body: { address: simulated.address, mqtt_port: simulated.ports?.mqtt }, expect: 200 });
  const [{ printer }] = (await api.ask('listPrinters', { expect: 200 })).body;
  const path = { id: printer.id };
  const { body: added } = await api.ask('addPrinter', { body: { driver: 'virtual', name: 'Vase' }, expect: 201 });
  const vase = { id: added.printer.id };
  await api.hear(page, 'events', { count: 6, meanwhile: () => api.ask('changeSimulation', { path: vase, body: { test_print: { seconds: 60 } }, expect: 200 }) });
  await api.ask('getSimulation', { path: vase, expect: 200 });
  await api.ask('getSimulation', { path, expect: 501 });
  await api.ask('getPrinter', { path, expect: 200 });
  await api.ask('changePrinter', { path, body: { name: 'Left' }, expect: 200 });
  await until('the printer after its change', async () => (await api.ask('getPrinter', { path })).body.state.connection === 'online');
  await api.ask('commandPrinter', { path, body: { action: 'light_off' }, expect: 204 });
  await api.ask('getHistory', { path, expect: 200 });
  await communications(api, path, page);
  await cameras(api, path, page);
  await api.ask('testChange', { path, body: { access_code: '00000000' }, expect: 200 });
  await api.hear(page, 'doctor', { query: `?scope=camera&printer=${printer.id}` });
  await api.ask('deletePrinter', { path: vase, expect: 204 });
  await api.ask('restorePrinter', { path: vase, expect: 201 });
  await api.ask('deletePrinter', { path: vase, expect: 204 });
}

async function finding(api, { printers: [simulated] }, page) {
  await api.ask('listDrivers', { expect: 200 });
  await api.hear(page, 'discoveryEvents', {
    count: 2,
    meanwhile: async () => {
      await api.ask('startScan', { body: { kind: 'subnet', subnet: '127.0.35.0/29' }, expect: 201 });
      await until('the end of the scan', async () => (await api.ask('getDiscovery', { expect: 200 })).body.scan?.state !== 'running');
    },
  });
  await api.ask('cancelScan', { expect: 204 });
  const { address, access_code, ports } = simulated;
  await api.ask('testAccess', { body: { address, access_code, ports }, expect: 200 });
  await api.ask('testAccess', { body: { address, access_code: '00000000', ports }, expect: 200 });
  await api.ask('addPrinters', { body: { printers: [{ address, access_code, ports, name: 'There already' }] }, expect: 200 });
}

async function communications(api, path, page) {
  const { messages } = (await api.ask('listCommunications', { path, query: { limit: 2000 }, expect: 200 })).body;
  for (const { number } of messages) await api.ask('readCommunication', { path: { ...path, number }, expect: 200 });
  await api.ask('downloadCommunications', { path, expect: 200 });
  await api.hear(page, 'followCommunications', { path, count: 3, meanwhile: () => api.ask('commandPrinter', { path, body: { action: 'light_on' }, expect: 204 }) });
  await api.ask('clearCommunications', { path, expect: 204 });
}

async function cameras(api, path, page) {
  await api.ask('getSnapshot', { path, expect: 200 });
  const watching = await api.ask('watch', { path, body: offer, type: 'application/sdp', expect: 201 });
  const session = { ...path, session: watching.headers.get('location').split('/').at(-1) };
  await api.ask('getWatch', { path: session, expect: 200 });
  await api.ask('trickle', { path: session, body: 'a=ice-ufrag:x\r\na=ice-pwd:y\r\na=end-of-candidates\r\n', type: 'application/trickle-ice-sdpfrag' });
  await api.ask('stopWatching', { path: session, expect: 204 });
  await api.ask('getActivity', { expect: 200 });
  await api.ask('refreshAll', { expect: 409 });
  await api.hear(page, 'activityEvents', {
    count: 2,
    meanwhile: () => api.ask('changeSettings', { body: { snapshots_enabled: false }, expect: 200 }),
  });
}

async function server(api) {
  for (const id of ['getHealth', 'getStatus', 'getSettings', 'getStats', 'getActivation']) await api.ask(id, { expect: 200 });
  const { body: settings } = await api.ask('changeSettings', { body: { stats_enabled: true, stats_port: 0 }, expect: 200 });
  if (settings.stats_port !== 0) throw new Error('the setting is not what was asked for');
  await until('the stats server', async () => (await api.ask('getStats')).body.state === 'listening');
  await api.ask('requestActivationCode', { expect: 200 });
  await api.ask('deactivate');
}

async function files(api) {
  const headers = { 'content-disposition': "attachment; filename*=UTF-8''plate%201.gcode" };
  const upload = { headers, body: '; plate 1\nG28\n', type: 'application/octet-stream' };
  const { body: file } = await api.ask('uploadFile', { ...upload, expect: 201 });
  await api.ask('listFiles', { expect: 200 });
  await api.ask('downloadFile', { path: { id: file.id }, expect: 200 });
  await api.ask('downloadFile', { path: { id: file.id }, headers: { range: 'bytes=2-8' }, expect: 206 });
  await api.ask('deleteFile', { path: { id: file.id }, expect: 204 });
  await api.ask('uploadFile', { ...upload, expect: 201 });
  await api.ask('clearFiles', { expect: 200 });
}

/** What the Settings page does to all of Fuse; the printers leave as a file and come back from it. */
async function client(api) {
  await api.ask('readLog', { query: { after: 1 }, expect: 200 });
  await api.ask('downloadLog', { expect: 200 });
  await api.ask('getClient', { expect: 200 });
  await api.ask('getToken', { expect: 404 });
  await api.ask('syncPrinters', { expect: 409 });
  const passphrase = 'correct horse';
  const file = (await api.ask('exportPrinters', { body: { passphrase }, expect: 200 })).text.toString();
  await api.ask('reviewImport', { body: { file, passphrase: 'a wrong guess' }, expect: 422 });
  await api.ask('clearPrinters', { expect: 200 });
  const { body: review } = await api.ask('reviewImport', { body: { file, passphrase }, expect: 200 });
  const choices = review.lines.map(({ line }) => ({ line }));
  await api.ask('importPrinters', { body: { file, passphrase, choices }, expect: 200 });
  const { body: run } = await api.ask('restart', { expect: 202 });
  await until('the next run', async () => (await api.ask('getStatus', { expect: 200 })).body.started_at !== run.started_at);
}

async function access(api) {
  await api.ask('getSession', { expect: 200 });
  const { body: player } = await api.ask('addPlayer', { body: { name: 'OBS' }, expect: 201 });
  await api.ask('addReader', { body: { name: 'Wall' }, expect: 201 });
  const { body: closed } = await api.ask('getAccess', { expect: 200 });
  // As a proxy on this machine hands on what comes from the network.
  const headers = { 'x-forwarded-for': '192.0.2.7' };
  await api.ask('getStatus', { headers, expect: 401 });
  await api.ask('removePassword', { headers, expect: 403 });
  const password = 'correct horse';
  await api.ask('setUp', { headers, body: { code: closed.setup_code, password }, expect: 200 });
  await api.ask('setUp', { headers, body: { code: closed.setup_code, password }, expect: 409 });
  const cookie = (await api.ask('signIn', { headers, body: { password }, expect: 200 })).headers.get('set-cookie').split(';')[0];
  await api.ask('signIn', { headers, body: { password: 'a guess' }, expect: 401 });
  await api.ask('getAccess', { headers: { ...headers, cookie }, expect: 200 });
  await api.ask('endSession', { path: { id: player.id }, expect: 204 });
  await api.ask('signOut', { headers: { ...headers, cookie }, expect: 204 });
  await api.ask('changePassword', { body: { password: 'battery staple' }, expect: 204 });
  await api.ask('signOutEverywhere', { expect: 204 });
  await api.ask('removePassword', { expect: 204 });
}

export async function journey({ gantry, browser }) {
  const page = await browser.page(gantry.fuseUrl);
  const api = new Answers('fuse', gantry.fuseUrl);
  await server(api);
  await printers(api, gantry, page);
  await finding(api, gantry, page);
  await files(api);
  await client(api);
  await access(api);
  await api.refusals();
  const unasked = api.unasked();
  console.log(`${api.asked.size} of ${api.operations.size} operations answer as api/fuse.yaml says; ${api.problems} problems were compared`);
  if (unasked.length > 0) console.log(`not asked for here: ${unasked.join(', ')}`);
}
