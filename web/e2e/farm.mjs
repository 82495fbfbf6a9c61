// A farm as large as one likes, without its machines: the built page of Fuse with the answers and events that a Fuse with
// so many printers would give. For what only a large number shows.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const dist = resolve(dirname(), '../apps/fuse/dist');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' };
const colours = ['F4A742', '1F8A70', '2D6CDF', 'C0392B', 'EDEDED', '222222', '8E44AD', 'F1C40F'];

function dirname() {
  return fileURLToPath(new URL('.', import.meta.url));
}

function slot(index, at) {
  const loaded = (index + at) % 5 !== 4;
  return {
    slot: at, loaded, material: ['PLA', 'PETG', 'ABS'][(index + at) % 3], name: '', colour: colours[(index * 3 + at) % colours.length],
    remaining_percent: loaded ? (index * 17 + at * 23) % 100 : -1, active: at === 0 && index % 2 === 0,
  };
}

/** The first half of a farm prints, the rest is ready. */
function viewOf(index, printing) {
  const name = `Rack ${String(index + 1).padStart(3, '0')}`;
  const state = {
    connection: 'online', problem: null, activity: printing ? 'printing' : 'idle', stage: '',
    progress: { job_name: printing ? `bracket-${index}.3mf` : '', percent: index % 100, remaining_minutes: printing ? 10 + index : null, layer: index, total_layers: 240 },
    speed: 'standard', nozzle: { actual_c: 219.5, target_c: printing ? 220 : 0 }, nozzle_diameter_mm: 0.4, nozzles: [],
    bed: { actual_c: 60, target_c: printing ? 60 : 0 }, chamber: { actual_c: 38, target_c: 0 }, fans: { part: 70, aux: 0, chamber: 30 },
    filament_units: [{ unit: 0, kind: 'ams', humidity_level: 4, humidity_percent: 24, temperature_c: 26, drying: false, drying_minutes: 0, slots: [0, 1, 2, 3].map((at) => slot(index, at)) }],
    external_spools: [slot(index, 0)], faults: [], light_on: true, firmware: '01.08.02.00', wifi_dbm: -52, wired: false, storage: 'good',
    developer_mode_off: false, connected_at: Date.now() - 3_600_000, last_report_at: Date.now(), reconnects: 1,
  };
  return {
    printer: { id: `p${index}`, name, model: 'P1S', serial: `01P00A${String(index).padStart(9, '0')}`, driver: 'bambu', camera: 'bambu_jpeg' },
    address: `192.168.0.${index + 1}`, status: printing ? 'printing' : 'ready', state, camera: { state: 'streaming', viewers: 0, picture_at: Date.now() },
  };
}

const status = { version: '0.0', host_name: 'workshop', printers_connected: 1, printers_total: 1, cloud: { state: 'connected', url: '', store_name: '' }, events: [] };

function answerOf(path, views, picture) {
  const json = (value) => ({ json: value });
  if (path === '/api/session') return json({ state: 'open', wait_s: 0 });
  if (path === '/api/status') return json(status);
  if (path === '/api/activation') return json({ state: 'activated' });
  if (path === '/api/printers') return json(views);
  if (path.endsWith('/snapshot.jpg')) return { body: picture, contentType: 'image/jpeg' };
  if (path.startsWith('/api/')) return { status: 404 };
  const file = join(dist, path);
  const found = extname(path) && existsSync(file) ? file : join(dist, 'index.html');
  return { body: readFileSync(found), contentType: types[extname(found)] };
}

/** A JPEG of a camera's size, with enough in it that decoding it costs what a picture costs. */
async function makePicture(page) {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const context = canvas.getContext('2d');
    for (let index = 0; index < 4000; index += 1) {
      context.fillStyle = `hsl(${index % 360} 40% ${20 + (index % 50)}%)`;
      context.fillRect((index * 97) % 1280, (index * 61) % 720, 60, 40);
    }
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

/** Starts a Fuse of `count` printers, of which `printing` report once a second; `page` draws its picture. Its address, and how to end it. */
export async function openFarm(page, count, printing) {
  const views = Array.from({ length: count }, (_, index) => viewOf(index, index < printing));
  const picture = await makePicture(page);
  const server = createServer((request, response) => {
    const answer = answerOf(new URL(request.url, 'http://farm').pathname, views, picture);
    response.writeHead(answer.status ?? 200, { 'content-type': answer.contentType ?? 'application/json' }).end(answer.body ?? JSON.stringify(answer.json));
  });
  const timers = [];
  const events = new WebSocketServer({ server });
  events.on('connection', (socket) => {
    const send = (event) => socket.send(JSON.stringify(event));
    send({ type: 'status', status });
    send({ type: 'printers', printers: views });
    timers.push(report(views.slice(0, printing), send));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    timers.forEach(clearInterval);
    events.clients.forEach((socket) => socket.terminate());
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}

/** Each in its turn, each once a second. */
function report(views, send) {
  let turn = 0;
  return setInterval(() => {
    turn += 1;
    const { printer, state } = views[turn % views.length];
    const changes = {
      last_report_at: Date.now(), nozzle: { actual_c: 219 + (turn % 30) / 10, target_c: 220 },
      progress: { ...state.progress, layer: turn % 240, percent: Math.floor((turn % 240) / 2.4) },
    };
    send({ type: 'printer', id: printer.id, changes });
  }, 1000 / views.length);
}
