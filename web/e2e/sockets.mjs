// The connections that Fuse really has to cameras, and what a switch does to them.
import { spawnSync } from 'node:child_process';
import { slowPrograms } from './gantry.mjs';
import { until } from './processes.mjs';
import { playInFuse } from './watch.mjs';

/** How many connections Fuse has to the cameras of the simulated printers, as the system counts its open sockets. */
export function cameraSockets(gantry) {
  const { stdout } = spawnSync('ss', ['-HtnpO'], { encoding: 'utf8' });
  const ofFuse = stdout.split('\n').filter((line) => line.includes(`pid=${gantry.fuse.child.pid},`));
  const count = ({ address, ports }) => ofFuse.filter((line) => line.split(/\s+/)[4] === `${address}:${ports.camera}`).length;
  return gantry.printers.reduce((sum, printer) => sum + count(printer), 0);
}

/** Watches every camera in Fuse's page: one connection to each. */
export async function watchAll(page, gantry) {
  for (const printer of gantry.printers) await playInFuse(page, printer);
  const sockets = cameraSockets(gantry);
  if (sockets !== gantry.printers.length) throw new Error(`${sockets} connections to ${gantry.printers.length} cameras`);
}

/** From the answer to what the page asks for to the end of the last socket at a simulated camera: within a second, also when they answer nothing. */
export async function expectNoSocketAfter(what, gantry, page, click) {
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH').then(() => Date.now());
  const gone = until('no camera socket', async () => cameraSockets(gantry) === 0, { limitMs: 60_000 }).then(() => Date.now());
  const [from, to] = await Promise.all([answered, gone, click()]);
  const took = Math.max(0, to - from);
  console.log(`${what}: no camera socket ${took} ms after the switch`);
  if (took > 1000 * slowPrograms) throw new Error(`${what}: the last camera socket was closed after ${took} ms`);
}
