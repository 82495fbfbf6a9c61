// ./dev demo: starts everything, prints where to look, ends everything on Ctrl-C.
import { Gantry, buildFolder } from './gantry.mjs';

const ports = { cloud: 8080, fuse: 8888, turn: 3478 };

const gantry = await Gantry.start({
  data: buildFolder('demo'),
  printers: ['p1s', 'x1c'],
  base: '127.0.1.1',
  ports,
  onStep: (step) => console.log(`starting ${step} …`),
});

console.log(`
Gantry runs.

  Cloud     ${gantry.cloudUrl}      e-mail ${gantry.owner.email}   password ${gantry.owner.password}
  Fuse      ${gantry.fuseUrl}
  Printers  ${gantry.printers.map(({ name, address }) => `${name} (${address})`).join(', ')}
  Logs      ${gantry.options.data}

Ctrl-C ends everything.`);

let stopping = false;
const stop = async () => {
  if (stopping) return;
  stopping = true;
  await gantry.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

for (const running of [gantry.cloud, gantry.fuse, gantry.sim]) {
  running.ended.then(() => !stopping && (console.error(`${running.name} ended: see ${running.log}`), stop()));
}
