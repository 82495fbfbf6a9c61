import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const firstFree = 20_000; // beyond what has a port of its own, and what browsers refuse to open
const attempts = 1000;
const firstOutgoing = Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
const end = firstOutgoing > firstFree + attempts ? firstOutgoing : 65_536;
let next = randomInt(firstFree, end); // none is given twice while its program does not listen yet

async function listens(server, port) {
  return new Promise((done) => server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)));
}

/** One of this machine's loopback that nobody has, and that no outgoing connection gets before it is used. */
export async function freePort() {
  for (let i = 0; i < attempts; i += 1) {
    const port = next;
    next = next + 1 < end ? next + 1 : firstFree;
    const server = createServer();
    if (await listens(server, port)) {
      await new Promise((done) => server.close(done));
      return port;
    }
  }
  throw new Error(`no free port of 127.0.0.1 from ${firstFree} to ${end - 1} in ${attempts} attempts`);
}
