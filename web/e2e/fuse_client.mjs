// A Fuse as the Cloud sees one, as small as can be: it joins a store and speaks api/gateway.yaml for as many printers as one
// likes. For what only a large farm shows.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { request } from 'node:http';

const text = 1;
const close = 8;
const ping = 9;
const pong = 10;

/** A client's frame: final and masked (RFC 6455, 5.2). */
function frame(opcode, payload) {
  const length = payload.length;
  const head = length < 126 ? Buffer.from([0x80 | opcode, 0x80 | length]) : Buffer.alloc(length < 65_536 ? 4 : 10);
  if (length >= 126) {
    head[0] = 0x80 | opcode;
    head[1] = 0x80 | (length < 65_536 ? 126 : 127);
    if (length < 65_536) head.writeUInt16BE(length, 2);
    else head.writeBigUInt64BE(BigInt(length), 2);
  }
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let at = 0; at < length; at += 1) masked[at] ^= mask[at % 4];
  return Buffer.concat([head, mask, masked]);
}

/** The server's frames in `buffer`: what each says, and what is left. */
function parse(buffer) {
  const frames = [];
  let rest = buffer;
  for (;;) {
    if (rest.length < 2) break;
    const short = rest[1] & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < head) break;
    const length = short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < head + length) break;
    frames.push({ opcode: rest[0] & 0x0f, payload: rest.subarray(head, head + length) });
    rest = rest.subarray(head + length);
  }
  return { frames, rest };
}

function upgrade(url, headers) {
  return new Promise((done, failed) => {
    const asking = request(url, {
      headers: { ...headers, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') },
    });
    asking.on('upgrade', (_, socket, head) => done({ socket, head }));
    asking.on('response', ({ statusCode }) => failed(new Error(`the gateway answers ${statusCode}`)));
    asking.on('error', failed);
    asking.end();
  });
}

export class FuseClient {
  #socket;
  #waiting = new Map();
  #keys = generateKeyPairSync('ed25519');

  /** @param {import('./gantry.mjs').Gantry} gantry */
  constructor(gantry) {
    this.gantry = gantry;
  }

  #sign(message) {
    return sign(null, Buffer.from(message), this.#keys.privateKey).toString('base64url');
  }

  async #post(path, body) {
    const response = await fetch(this.gantry.cloudUrl + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  /** Joins the owner's store and connects. */
  async join() {
    const hello = { host_name: 'farm', software: 'gantry-fuse 0.1.0' };
    const { x } = this.#keys.publicKey.export({ format: 'jwk' });
    const { device_code, user_code } = await this.#post('/api/device/code', { ...hello, public_key: x });
    await this.gantry.confirm(user_code);
    const { access_token } = await this.#post('/api/device/token', { device_code, signature: this.#sign(`gantry-device:${device_code}`) });
    const { socket, head } = await upgrade(`${this.gantry.cloudUrl}/gateway`, { authorization: `Bearer ${access_token}` });
    this.#socket = socket;
    let buffer = Buffer.alloc(0);
    const read = (bytes) => {
      const { frames, rest } = parse(Buffer.concat([buffer, bytes]));
      buffer = rest;
      for (const one of frames) this.#hear(one);
    };
    const challenge = this.#next('challenge');
    socket.on('data', read);
    socket.on('error', () => {});
    read(head);
    const { nonce } = await challenge;
    const welcome = this.#next('welcome');
    this.send({ type: 'hello', version: 1, signature: this.#sign(`gantry-gateway:${nonce}`), ...hello });
    await welcome;
  }

  #hear({ opcode, payload }) {
    if (opcode === ping) this.#socket.write(frame(pong, payload));
    if (opcode === close) this.#socket.end();
    if (opcode !== text) return;
    const message = JSON.parse(payload.toString());
    this.#waiting.get(message.type)?.(message);
    this.#waiting.delete(message.type);
    if (message.type === 'command') this.send({ type: 'reply', id: message.id });
  }

  #next(type) {
    return new Promise((done) => this.#waiting.set(type, done));
  }

  send(message) {
    this.#socket.write(frame(text, Buffer.from(JSON.stringify(message))));
  }

  /** All its printers; answered when the Cloud has taken them. */
  async show(printers) {
    const allowed = this.#next('allowed_printers');
    this.send({ type: 'printers', printers });
    this.send({ type: 'cameras', cameras: true, snapshots: true, remote_stream: true });
    await allowed;
  }

  async putPicture(printer, jpeg) {
    const granted = this.#next('upload.grant');
    this.send({ type: 'upload.request', id: printer, printer });
    const { url } = await granted;
    const response = await fetch(this.gantry.cloudUrl + url, { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: jpeg });
    if (!response.ok) throw new Error(`a picture: ${response.status} ${await response.text()}`);
    this.send({ type: 'snapshot', printer, taken_at: Date.now() });
  }

  stop() {
    this.#socket?.destroy();
  }
}
