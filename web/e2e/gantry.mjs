// A whole Gantry: Cloud with its TURN server, an activated Fuse and simulated printers; on this machine's loopback, or
// each part in a network namespace of its own.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call } from './call.mjs';
import { freePort } from './ports.mjs';
import { Processes, until } from './processes.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const programs = process.env.GANTRY_PROGRAMS ?? join(root, 'build/release/bin');
if (!existsSync(join(programs, 'gantry-fuse'))) throw new Error(`there are no programs in ${programs}: ./dev build release makes them; GANTRY_PROGRAMS names another folder`);
export const slowPrograms = /asan|tsan/.test(programs) ? 2 : 1; // what has a limit in milliseconds then has more of them

/**
 * @typedef {object} Options
 * @property {string} data folder for data and logs, emptied first
 * @property {string[]} [printers] models as `gantry sim run --printers` takes them; none starts none
 * @property {boolean} [setUp] false leaves the Cloud without an owner; then nothing can be activated
 * @property {boolean} [activate] false leaves Fuse with the activation screen
 * @property {boolean} [add] false leaves Fuse without printers
 * @property {boolean} [printing] false leaves the printers idle
 * @property {string[]} [simArguments] further ones of `gantry sim run`
 * @property {string} [base] first loopback address of the printers
 * @property {{cloud: number, fuse: number, turn: number}} [ports] free ones when absent
 * @property {string[]} [fuse] further arguments of gantry-fuse
 * @property {string[]} [cloud] further arguments of gantry-cloud
 * @property {boolean} [relay] false: no TURN server of the Cloud; `cloudEnvironment`: of gantry-cloud, beside ours
 * @property {Place} [cloudPlace] where the Cloud runs; this process must reach it
 * @property {Place} [fusePlace] where Fuse and the printers run
 * @property {(step: string) => void} [onStep]
 */

/**
 * @typedef {object} Place
 * @property {string} address that its candidates and its relay have
 * @property {string[]} inside what runs a command there: a program and its first arguments
 * @property {typeof fetch} fetch asks a server there
 */
const here = { address: '127.0.0.1', inside: [], fetch: (...args) => fetch(...args) };

const defaults = {
  onStep: () => {}, printers: [], base: '127.0.15.1', activate: true, add: true, setUp: true, relay: true, cloudPlace: here, fusePlace: here,
};

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
    const gantry = new Gantry({ ...defaults, ...options, ports });
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
    onStep('Cloud and its TURN server');
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

  #start(place, name, file, args, options) {
    const [program, ...all] = [...place.inside, file, ...args];
    return this.processes.start(name, program, all, options);
  }

  async startCloud() {
    const folder = this.#folder('cloud');
    const { cloudPlace: place, ports: { cloud, turn } } = this.options;
    this.cloudUrl = `http://${place.address}:${cloud}`;
    this.cloud = this.#start(place, 'cloud', join(programs, 'gantry-cloud'), [
      '--data', folder, '--listen', place.address, '--port', String(cloud), '--public-url', this.cloudUrl,
      '--web', join(root, 'web/apps/cloud/dist'), ...(this.options.relay ? ['--relay', '--relay-address', place.address, '--relay-port', String(turn)] : []),
      ...(this.options.cloud ?? []),
    ], { env: this.options.cloudEnvironment });
    await until('the Cloud', async () => (await place.fetch(`${this.cloudUrl}/healthz`)).ok, { running: this.cloud });
  }

  /** Of the Cloud's first owner. */
  setupLink() {
    return readFileSync(join(this.options.data, 'cloud/setup-link'), 'utf8').trim();
  }

  async #setUp() {
    const token = new URL(this.setupLink()).searchParams.get('token');
    const body = { token, ...this.owner, store_name: 'Workshop' };
    const { response } = await this.#askCloud('/api/setup', { method: 'POST', body });
    this.cookie = response.headers.get('set-cookie').split(';')[0];
  }

  async #startPrinters() {
    const { printers, base, fps = 10, printing = true, simArguments = [], fusePlace } = this.options;
    const found = [];
    let ready = false;
    const args = ['sim', 'run', '--printers', printers.join(','), '--base', base, '--json', '--fps', String(fps), ...(printing ? ['--printing'] : []),
      '--data', this.#folder('sim'), '--ports', process.getuid() === 0 ? 'real' : 'high', ...simArguments];
    this.sim = this.#start(fusePlace, 'sim', join(programs, 'gantry'), args, {
      onLine: (line) => {
        if (line.startsWith('{')) found.push(JSON.parse(line));
        else if (line.trim() === 'ready') ready = true;
      },
    });
    await until('the simulated printers', async () => ready, { running: this.sim });
    this.printers = found;
  }

  async startFuse() {
    const { fusePlace: place, ports: { fuse } } = this.options;
    this.fuseUrl = `http://127.0.0.1:${fuse}`;
    this.fuse = this.#start(place, 'fuse', join(programs, 'gantry-fuse'), [
      '--data', this.#folder('fuse'), '--listen', '127.0.0.1', '--port', String(fuse), '--web', join(root, 'web/apps/fuse/dist'),
      '--gateway-url', this.cloudUrl, '--ice-address', place.address, '--discovery-interface', 'lo',
      ...(this.options.fuse ?? []),
    ]);
    await until('Fuse', async () => (await place.fetch(`${this.fuseUrl}/api/status`)).ok, { running: this.fuse });
  }

  async activate() {
    await this.#askFuse('/api/activation', { method: 'POST' });
    const activation = await until('an activation code', async () => {
      const { json } = await this.#askFuse('/api/activation');
      return json.state === 'waiting' && json;
    }, { running: this.fuse });
    await this.confirm(activation.code);
    await this.cloudConnected();
  }

  /** As the owner, into the store that they look at. */
  async confirm(code) {
    const { store } = await this.cloudCall('/api/session');
    await this.cloudCall(`/api/activation/${code}`, { method: 'POST', body: { store: store.id } });
  }

  async cloudConnected() {
    await until('Fuse at the gateway', async () => {
      const { json } = await this.#askFuse('/api/status');
      return json.cloud.state === 'connected';
    }, { running: this.fuse, limitMs: 60_000 });
  }

  async #addPrinters() {
    for (const { name, address, access_code, ports } of this.printers) {
      await this.#askFuse('/api/printers', { method: 'POST', body: { name, address, access_code, ports } });
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
      const { json } = await this.#askCloud('/api/printers', { cookie: this.cookie });
      return json.length === this.printers.length && json.every((view) => view.state.connection === 'online');
    }, { running: this.fuse, limitMs: 60_000 });
  }

  /** A request to the Cloud as its owner, whose access ends after a quarter of an hour. */
  async cloudCall(path, options = {}) {
    const ask = () => this.#askCloud(path, { cookie: this.cookie, ...options });
    const answer = await ask().catch(async (error) => {
      if (!/: 401 /.test(error.message)) throw error;
      this.cookie = await this.signIn(this.owner);
      return ask();
    });
    return answer.json;
  }

  async fuseCall(path, options) {
    return (await this.#askFuse(path, options)).json;
  }

  #askCloud(path, options) {
    return call(this.cloudUrl, path, { fetch: this.options.cloudPlace.fetch, ...options });
  }

  #askFuse(path, options) {
    return call(this.fuseUrl, path, { fetch: this.options.fusePlace.fetch, ...options });
  }

  /** Invites somebody and accepts for them. @returns {Promise<{cookie: string, user: {id: string}}>} */
  async addUser({ name, email, password, role, ...more }) {
    const { link } = await this.cloudCall('/api/invitations', { method: 'POST', body: { email, role, ...more } });
    const body = { token: new URL(link).hash.slice(1), name, password };
    const { response, json } = await this.#askCloud('/api/invitation/accept', { method: 'POST', body });
    return { cookie: response.headers.get('set-cookie').split(';')[0], user: json.user };
  }

  /** @returns the session cookie of another person */
  async signIn({ email, password }) {
    const { response } = await this.#askCloud('/api/session', { method: 'POST', body: { email, password } });
    return response.headers.get('set-cookie').split(';')[0];
  }

  stop() {
    return this.processes.stopAll();
  }
}

/** A folder below build/ of the project. */
export const buildFolder = (name) => join(root, 'build', name);
