#!/usr/bin/env node
// Prints what the printers of a Gantry Fuse do, as it happens. The protocol is docs/stats.md.
//
//     node stats.mjs ws://127.0.0.1:8889 --token TOKEN --printers ID,ID
//
// Node 22 and every browser have WebSocket; Node 20 has it with --experimental-websocket.
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { token: { type: 'string' }, printers: { type: 'string' }, changes: { type: 'string' } },
});
const address = new URL(positionals[0] ?? 'ws://127.0.0.1:8889');
if (values.printers) address.searchParams.set('printers', values.printers);
const changesUntilEnd = Number(values.changes ?? Infinity);

/** Closed with one of these there is no use in coming back. */
const final = { 4401: 'the token is not valid (any more)', 4429: 'there are too many readers' };

let printers = new Map();
let seen = 0;

function describe({ printer, status, state }) {
  const { nozzle, bed, activity, progress } = state;
  const text = `${printer.name}: ${status}, nozzle ${Math.round(nozzle.actual_c)}°, bed ${Math.round(bed.actual_c)}°`;
  if (!['preparing', 'printing', 'paused'].includes(activity)) return text;
  return `${text}, ${progress.job_name} ${progress.percent} %, layer ${progress.layer} of ${progress.total_layers}`;
}

function take(message) {
  if (message.type === 'state') {
    // Everything: at first, and whenever printers come or go.
    printers = new Map(message.printers.map((one) => [one.printer.id, one]));
    for (const one of printers.values()) console.log(describe(one));
  } else if (message.type === 'change' && printers.has(message.id)) {
    const one = printers.get(message.id);
    one.status = message.status ?? one.status;
    Object.assign(one.state, message.changes);
    seen += 1;
    console.log(`${describe(one)}  [${Object.keys(message.changes ?? {}).join(', ') || 'status'}]`);
  }
}

function readAlong() {
  const socket = new WebSocket(address);
  // A browser cannot send the token as a header: it is the first message then.
  socket.addEventListener('open', () => {
    if (values.token) socket.send(JSON.stringify({ type: 'authenticate', token: values.token }));
  });
  socket.addEventListener('message', ({ data }) => {
    take(JSON.parse(data));
    if (seen >= changesUntilEnd) process.exit(0);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    if (final[code]) {
      console.error(final[code]);
      process.exit(1);
    }
    console.error(`closed with ${code} ${reason}: coming back`);
    setTimeout(readAlong, 3000);
  });
  socket.addEventListener('error', () => {}); // 'close' follows and says more
}

readAlong();
