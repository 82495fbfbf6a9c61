// live.first_frame for a browser in a café that is 100 ms away, there and back, from the Cloud and from Fuse behind its NAT:
// clicks, of the two kinds of camera the worse median. Ends with 1 above the limit. Needs root.
import { goodLine, openCafe, settle } from './cafe.mjs';
import { measureClicks, openCloud } from './watch.mjs';

const limitMs = 900;

const { hosts, gantry, chromiumOn, close } = await openCafe('bench-far');
try {
  settle(hosts, { quality: { ...goodLine, delay_ms: 50 } });
  const page = await openCloud(await chromiumOn(hosts.browser), gantry);
  const medians = [];
  for (const printer of gantry.printers) medians.push((await measureClicks(page, printer)).first);
  const worse = Math.max(...medians);
  console.log(JSON.stringify({ bench: 'live.first_frame', n: 'far', value: worse, unit: 'ms' }));
  if (worse > limitMs) throw new Error(`${worse} ms, over ${limitMs}`);
} catch (error) {
  console.error(`live.first_frame: ${error.message}`);
  process.exitCode = 1;
} finally {
  await close();
}
