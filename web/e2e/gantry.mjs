// A whole Gantry on this machine: coturn, Cloud, an activated Fuse and simulated printers, all on loopback.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Processes, until } from './processes.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const programs = process.env.GANTRY_PROGRAMS ?? join(root, 'build/release/bin');

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function call(base, path, { method = 'GET', body, cookie } = {}) {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(cookie && { cookie }) };
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { response, json: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null };
}

/**
 * @typedef {object} Options
 * @property {string} data folder for data and logs, emptied first
 * @property {string[]} [printers] models as `gantry sim run --printers` takes them; none starts none
 * @property {boolean} [setUp] false leaves the Cloud without an owner; then nothing can be activated
 * @property {boolean} [activate] false leaves Fuse with the activation screen
 * @property {boolean} [add] false leaves Fuse without printers
 * @property {string[]} [simArguments] further ones of `gantry sim run`
 * @property {string} [base] first loopback address of the printers
 * @property {{cloud: number, fuse: number, turn: number}} [ports] free ones when absent
 * @property {string[]} [fuse] further arguments of gantry-fuse
 * @property {(step: string) => void} [onStep]
 */
export class Gantry {
  constructor(options) {
    this.options = options;
    this.processes = new Processes(options.data);
    this.owner = { name: 'Owner', email: 'owner@example.com', password: randomBytes(9).toString('base64url') };
  }

  /** Starts everything; on a failure everything is ended again. */
  static async start(options) {
    rmSync(options.data, { recursive: true, force: true });
    mkdirSync(options.data, { recursive: true });
    const ports = options.ports ?? { cloud: await freePort(), fuse: await freePort(), turn: await freePort() };
    const gantry = new Gantry({ onStep: () => {}, printers: [], base: '127.0.15.1', activate: true, add: true, setUp: true, ...options, ports });
    try {
      await gantry.#startAll();
    } catch (error) {
      await gantry.stop();
      throw error;
    }
    return gantry;
  }

  async #startAll() {
    const { onStep, printers, activate, add } = this.options;
    onStep('coturn');
    this.#startTurn();
    onStep('Cloud');
    await this.startCloud();
    if (this.options.setUp) {
      onStep('owner and store');
      await this.#setUp();
    }
    this.printers = [];
    if (printers.length > 0) {
      onStep(`simulated printers: ${printers.join(', ')}`);
      await this.#startPrinters();
    }
    onStep('Fuse');
    await this.startFuse();
    if (activate) {
      onStep('activation');
      await this.activate();
    }
    if (add) {
      onStep('printers');
      await this.#addPrinters();
    }
  }

  #folder(name) {
    const folder = join(this.options.data, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  // Only loopback peers: a TURN server that relays to anywhere is a door into the private network.
  #startTurn() {
    const folder = this.#folder('coturn');
    const { turn } = this.options.ports;
    this.turnSecret = randomBytes(16).toString('hex');
    writeFileSync(join(folder, 'secret'), this.turnSecret, { mode: 0o600 });
    const lines = [
      'listening-ip=127.0.0.1', `listening-port=${turn}`, 'relay-ip=127.0.0.1', 'use-auth-secret',
      `static-auth-secret=${this.turnSecret}`, 'realm=gantry', 'no-cli', 'no-tls', 'no-dtls', 'fingerprint',
      'allow-loopback-peers', 'no-multicast-peers', 'log-file=stdout', 'simple-log',
      `pidfile=${join(folder, 'turnserver.pid')}`, `userdb=${join(folder, 'turndb')}`,
    ];
    writeFileSync(join(folder, 'turnserver.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
    this.turn = this.processes.start('coturn', 'turnserver', ['-c', join(folder, 'turnserver.conf')]);
  }

  async startCloud() {
    const folder = this.#folder('cloud');
    const { cloud, turn } = this.options.ports;
    this.cloudUrl = `http://127.0.0.1:${cloud}`;
    this.cloud = this.processes.start('cloud', join(programs, 'gantry-cloud'), [
      '--data', folder, '--listen', '127.0.0.1', '--port', String(cloud), '--public-url', this.cloudUrl,
      '--web', join(root, 'web/apps/cloud/dist'), '--stun', `127.0.0.1:${turn}`,
      '--turn', `turn:127.0.0.1:${turn}?transport=udp`, '--turn', `turn:127.0.0.1:${turn}?transport=tcp`,
      '--turn-secret-file', join(this.#folder('coturn'), 'secret'),
    ]);
    await until('the Cloud', async () => (await fetch(`${this.cloudUrl}/healthz`)).ok, { running: this.cloud });
  }

  /** Of the Cloud's first owner. */
  setupLink() {
    return readFileSync(join(this.options.data, 'cloud/setup-link'), 'utf8').trim();
  }

  async #setUp() {
    const token = new URL(this.setupLink()).searchParams.get('token');
    const body = { token, ...this.owner, store_name: 'Workshop' };
    const { response } = await call(this.cloudUrl, '/api/setup', { method: 'POST', body });
    this.cookie = response.headers.get('set-cookie').split(';')[0];
  }

  async #startPrinters() {
    const { printers, base, fps = 10, simArguments = [] } = this.options;
    const found = [];
    let ready = false;
    const args = ['sim', 'run', '--printers', printers.join(','), '--base', base, '--json', '--printing', '--fps',
      String(fps), '--data', this.#folder('sim'), '--ports', process.getuid() === 0 ? 'real' : 'high', ...simArguments];
    this.sim = this.processes.start('sim', join(programs, 'gantry'), args, {
      onLine: (line) => {
        if (line.startsWith('{')) found.push(JSON.parse(line));
        else if (line.trim() === 'ready') ready = true;
      },
    });
    await until('the simulated printers', async () => ready, { running: this.sim });
    this.printers = found;
  }

  async startFuse() {
    const { fuse } = this.options.ports;
    this.fuseUrl = `http://127.0.0.1:${fuse}`;
    this.fuse = this.processes.start('fuse', join(programs, 'gantry-fuse'), [
      '--data', this.#folder('fuse'), '--listen', '127.0.0.1', '--port', String(fuse), '--web', join(root, 'web/apps/fuse/dist'),
      '--gateway-url', this.cloudUrl, '--ice-address', '127.0.0.1', '--discovery-interface', 'lo',
      ...(this.options.fuse ?? []),
    ]);
    await until('Fuse', async () => (await fetch(`${this.fuseUrl}/api/status`)).ok, { running: this.fuse });
  }

  async activate() {
    await call(this.fuseUrl, '/api/activation', { method: 'POST' });
    const activation = await until('an activation code', async () => {
      const { json } = await call(this.fuseUrl, '/api/activation');
      return json.state === 'waiting' && json;
    }, { running: this.fuse });
    await call(this.cloudUrl, `/api/activation/${activation.code}`, { method: 'POST', cookie: this.cookie });
    await this.cloudConnected();
  }

  async cloudConnected() {
    await until('Fuse at the gateway', async () => {
      const { json } = await call(this.fuseUrl, '/api/status');
      return json.cloud.state === 'connected';
    }, { running: this.fuse, limitMs: 60_000 });
  }

  async #addPrinters() {
    for (const { name, address, access_code, ports } of this.printers) {
      await call(this.fuseUrl, '/api/printers', { method: 'POST', body: { name, address, access_code, ports } });
    }
    await (this.options.activate ? this.printersOnline() : this.printersConnected());
  }

  async printersConnected() {
    await until('every printer at Fuse', async () => {
      const views = await this.fuseCall('/api/printers');
      return views.length === this.printers.length && views.every(({ state }) => state.connection === 'online');
    }, { running: this.fuse, limitMs: 60_000 });
  }

  async printersOnline() {
    await until('every printer in the Cloud', async () => {
      const { json } = await call(this.cloudUrl, '/api/printers', { cookie: this.cookie });
      return json.length === this.printers.length && json.every((view) => view.state.connection === 'online');
    }, { running: this.fuse, limitMs: 60_000 });
  }

  /** A request to the Cloud as its owner, whose access ends after a quarter of an hour. */
  async cloudCall(path, options = {}) {
    const ask = () => call(this.cloudUrl, path, { cookie: this.cookie, ...options });
    const answer = await ask().catch(async (error) => {
      if (!/: 401 /.test(error.message)) throw error;
      this.cookie = await this.signIn(this.owner);
      return ask();
    });
    return answer.json;
  }

  async fuseCall(path, options) {
    return (await call(this.fuseUrl, path, options)).json;
  }

  /** Invites somebody and accepts for them. @returns {Promise<{cookie: string, user: {id: string}}>} */
  async addUser({ name, email, password, role, ...more }) {
    const { link } = await this.cloudCall('/api/invitations', { method: 'POST', body: { email, role, ...more } });
    const body = { token: new URL(link).hash.slice(1), name, password };
    const { response, json } = await call(this.cloudUrl, '/api/invitation/accept', { method: 'POST', body });
    return { cookie: response.headers.get('set-cookie').split(';')[0], user: json.user };
  }

  /** @returns the session cookie of another person */
  async signIn({ email, password }) {
    const { response } = await call(this.cloudUrl, '/api/session', { method: 'POST', body: { email, password } });
    return response.headers.get('set-cookie').split(';')[0];
  }

  stop() {
    return this.processes.stopAll();
  }
}

/** A folder below build/ of the project. */
export const buildFolder = (name) => join(root, 'build', name);
