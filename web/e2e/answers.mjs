// Compares what a server answers with what its OpenAPI document says: status, type, and every member, none besides.
import Ajv from 'ajv/dist/2020.js';
import { bundle } from '../tools/openapi.mjs';

/** Every object of a schema takes the members that it names only; parts of an allOf stay open, their whole is closed. */
function close(node, open = false) {
  if (Array.isArray(node)) return node.map((one) => close(one));
  if (node === null || typeof node !== 'object') return node;
  if (node.$ref) return { $ref: open ? `${node.$ref}.open` : node.$ref };
  const closed = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'allOf') closed.allOf = value.map((one) => close(one, true));
    else if (key === 'properties') closed.properties = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, close(one)]));
    else closed[key] = ['items', 'oneOf', 'anyOf', 'additionalProperties'].includes(key) ? close(value) : value;
  }
  if (!open && (node.properties || node.allOf) && node.additionalProperties === undefined) closed.unevaluatedProperties = false;
  return closed;
}

export class Answers {
  /** @param {string} name of the document: "fuse" @param {string} base address @param {Record<string, string>} headers of each request */
  constructor(name, base, headers = {}) {
    const { document } = bundle(name);
    this.base = base;
    this.headers = headers;
    this.components = { ...document.components, schemas: {} };
    for (const [schema, node] of Object.entries(document.components.schemas)) {
      this.components.schemas[schema] = close(node);
      this.components.schemas[`${schema}.open`] = close(node, true);
    }
    this.ajv = new Ajv({ strict: false, allErrors: true, allowUnionTypes: true });
    this.operations = new Map();
    for (const [path, item] of Object.entries(document.paths))
      for (const method of ['get', 'post', 'put', 'patch', 'delete'])
        if (item[method]) this.operations.set(item[method].operationId, { ...item[method], method, path });
    this.asked = new Set();
    this.problems = 0;
  }

  check(schema, value, what) {
    const validate = this.ajv.compile({ ...close(schema), components: this.components });
    if (validate(value)) return;
    const errors = validate.errors.slice(0, 8).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
    throw new Error(`${what} is not what the document says:\n  ${errors.join('\n  ')}\n  ${JSON.stringify(value).slice(0, 600)}`);
  }

  /** Asks for an operation and compares the answer. @returns its status, its headers and its body */
  async ask(operationId, { path = {}, query = {}, body, type = 'application/json', headers = {}, expect } = {}) {
    const operation = this.operations.get(operationId);
    if (!operation) throw new Error(`the document has no ${operationId}`);
    const url = new URL(this.base + operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name])));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const text = typeof body === 'string' ? body : body && JSON.stringify(body);
    const response = await fetch(url, {
      method: operation.method.toUpperCase(), body: text, redirect: 'manual',
      headers: { ...this.headers, ...(text !== undefined && { 'content-type': type }), ...headers },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const what = `${operation.method} ${url.pathname}${url.search}: ${response.status}`;
    if (expect !== undefined && response.status !== expect) throw new Error(`${what} instead of ${expect}: ${bytes.toString().slice(0, 300)}`);
    const declared = operation.responses[response.status] ?? operation.responses.default;
    if (!declared) throw new Error(`${what} is no status that the document has for ${operationId}`);
    if (response.ok) this.asked.add(operationId);
    return { status: response.status, headers: response.headers, body: this.#compare(this.#resolve(declared), response, bytes, what), text: bytes };
  }

  #resolve(node) {
    return node.$ref ? node.$ref.split('/').slice(1).reduce((at, key) => at[key], { components: this.components }) : node;
  }

  #compare({ content }, response, bytes, what) {
    const [type] = (response.headers.get('content-type') ?? '').split(';');
    if (!content) {
      if (bytes.length > 0) throw new Error(`${what}: ${type} where the document has no content`);
      return undefined;
    }
    if (!(type in content)) throw new Error(`${what}: ${type || 'nothing'} instead of ${Object.keys(content).join(' or ')}`);
    if (!/[/+]json$/.test(type)) return undefined; // pictures, lines of JSON, SDP
    const body = JSON.parse(bytes.toString());
    this.check(content[type].schema, body, what);
    if (type === 'application/problem+json') {
      if (body.status !== response.status) throw new Error(`${what}: the problem says ${body.status}`);
      if (!body.detail) throw new Error(`${what}: a problem without a word of help`);
      this.problems += 1;
    }
    return body;
  }

  /** What every operation must refuse: unknown ids, bodies that are none, pages of other addresses. */
  async refusals() {
    for (const { operationId, method, path, requestBody } of this.operations.values()) {
      const names = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, name === 'number' ? '1' : 'none']));
      const json = requestBody && 'application/json' in requestBody.content;
      const socket = '101' in this.operations.get(operationId).responses;
      const body = json ? '{}' : undefined;
      const refuse = async (options, expected) => {
        const before = this.asked.has(operationId);
        const { status } = await this.ask(operationId, { path: names, body, ...options });
        if (!before) this.asked.delete(operationId);
        if (!expected.includes(status)) throw new Error(`${operationId}: ${status} instead of ${expected.join(' or ')} for ${JSON.stringify(options)}`);
      };
      if (Object.keys(names).length > 0 && !socket) await refuse({}, [400, 401, 404, 501]);
      if (json) await refuse({ body: '{' }, [400, 404, 409]);
      if (method !== 'get') await refuse({ headers: { origin: 'http://evil.example' } }, [403]);
      if (socket) await refuse({}, [400, 401]);
    }
  }

  /** The messages of a WebSocket, as a page at the server's own address hears them. */
  async hear(page, operationId, { path = {}, query = '', count = 1, meanwhile = () => {} } = {}) {
    const operation = this.operations.get(operationId);
    const target = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name])) + query;
    const hearing = page.evaluate(
      ([address, wanted]) =>
        new Promise((done, failed) => {
          const heard = [];
          const socket = new WebSocket(new URL(address, location.href.replace(/^http/, 'ws')));
          const timer = setTimeout(() => failed(new Error(`${address}: ${heard.length} of ${wanted} messages`)), 20_000);
          socket.addEventListener('message', ({ data }) => {
            heard.push(JSON.parse(data));
            if (heard.length < wanted) return;
            clearTimeout(timer);
            socket.close();
            done(heard);
          });
        }),
      [target, count],
    );
    await meanwhile();
    const messages = await hearing;
    for (const message of messages) this.check(operation['x-messages'], message, `${target}: ${message.type}`);
    this.asked.add(operationId);
    return messages;
  }

  /** Operations that nobody has asked for with success. */
  unasked() {
    return [...this.operations.keys()].filter((id) => !this.asked.has(id));
  }
}
