// Live video across networks as people have them: the same one, NATs of both kinds, firewalls that let little out, and
// bad lines. Each host is a network namespace of ours. Needs root. Part of ./dev test demo.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { Network, hideBehind, letOut } from './network.mjs';
import { median } from './picture.mjs';
import { openCloud, playInCloud, stopInCloud } from './watch.mjs';

const data = buildFolder('networks');
const cloudAddress = '203.0.113.1';
const fuseAddress = '192.168.1.20';
const browserAddress = '10.7.0.2';
const ports = { cloud: 8080, fuse: 8888, turn: 3478 };

// internet ── home ── fuse          The browser's way out is a line whose quality each case sets.
//        └─── cafe ── browser
async function build(network) {
  const internet = await network.host('internet');
  const home = await network.host('home');
  const cafe = await network.host('cafe');
  const fuse = await network.host('fuse');
  const browser = await network.host('browser');
  network.wire(internet, 'home', `${cloudAddress}/28`, home, 'wan', '203.0.113.10/28');
  network.wire(home, 'lan', '192.168.1.1/24', fuse, 'eth0', `${fuseAddress}/24`);
  network.wire(cafe, 'lan', '10.7.0.1/24', browser, 'eth0', `${browserAddress}/24`);
  const line = await network.line(internet, 'cafe', '203.0.113.17/28', cafe, 'wan', '203.0.113.20/28');
  internet.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  home.run('ip', 'route', 'add', 'default', 'via', cloudAddress);
  cafe.run('ip', 'route', 'add', 'default', 'via', '203.0.113.17');
  fuse.run('ip', 'route', 'add', 'default', 'via', '192.168.1.1');
  browser.run('ip', 'route', 'add', 'default', 'via', '10.7.0.1');
  return { internet, home, cafe, fuse, browser, line };
}

function certificate(folder) {
  mkdirSync(folder, { recursive: true });
  const files = { certificate: join(folder, 'relay.pem'), key: join(folder, 'relay-key.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=relay', '-addext', `subjectAltName=IP:${cloudAddress}`, '-keyout', files.key, '-out', files.certificate],
  { stdio: 'ignore' });
  return files;
}

const goodLine = { delay_ms: 0, loss: 0, kbit: 0 };
const isRelayed = (pair) => pair.startsWith('relay/') || pair.endsWith('/relay');
const expect = (good, what) => {
  if (!good) throw new Error(what);
};

/** How long the shown pictures took on their way, in two halves of the time, and how many there were. */
async function watch(page, printer, seconds) {
  const video = page.locator(`[data-printer-name="${printer.name}"] video`).first();
  const delays = () => video.evaluate((element) => element.gantry.delays.length);
  const before = await delays();
  await page.waitForTimeout(seconds * 500);
  const middle = await delays();
  await page.waitForTimeout(seconds * 500);
  const all = await video.evaluate((element) => element.gantry.delays);
  return { frames: all.length - before, first: median(all.slice(before, middle)), second: median(all.slice(middle)) };
}

const wanted = process.argv[2] ?? '';
const network = new Network();
let gantry;
let browser;
let failed = 0;
let passed = 0;
try {
  const hosts = await build(network);
  const { internet, home, cafe, line } = hosts;
  const files = certificate(join(buildFolder('networks-tls')));
  hideBehind(home, 'wan', fuseAddress, 'cone');
  gantry = await Gantry.start({
    data, ports, printers: ['p1s', 'x1c'],
    cloudPlace: { address: cloudAddress, inside: internet.inside, fetch: internet.fetch },
    fusePlace: { address: fuseAddress, inside: hosts.fuse.inside, fetch: hosts.fuse.fetch },
    cloud: ['--relay-certificate', files.certificate, '--relay-key', files.key, '--relay-allow-peer', '203.0.113.0-203.0.113.31'],
    onStep: (step) => console.log(`starting ${step} …`),
  });
  browser = await Browser.start({
    program: hosts.browser.launcher('/usr/bin/chromium', join(data, 'chromium')),
    further: ['--ignore-certificate-errors'],
  });
  const [jpeg, h264] = gantry.printers;

  async function play(printer, frames) {
    const page = await openCloud(browser, gantry);
    const seen = await playInCloud(page, printer, frames);
    return { page, seen };
  }

  async function end(page, printer) {
    await stopInCloud(page, printer);
    await page.close();
  }

  /** Plays both printers and expects the way that `test` describes. */
  async function bothPlay(test, what) {
    const said = [];
    for (const printer of [jpeg, h264]) {
      const { page, seen } = await play(printer);
      expect(test(seen), `${printer.name} came by ${seen.pair} (${seen.relayProtocol ?? 'no relay'}), not ${what}`);
      said.push(`${seen.pair}${seen.relayProtocol ? ` over ${seen.relayProtocol}` : ''} ${seen.firstFrameMs} ms`);
      await end(page, printer);
    }
    return said.join(', ');
  }

  function settle({ homeNat = 'cone', cafeNat = 'cone', allowed = [], quality = goodLine }) {
    hideBehind(home, 'wan', fuseAddress, homeNat);
    hideBehind(cafe, 'wan', browserAddress, cafeNat);
    letOut(cafe, 'wan', allowed);
    line.set(quality);
    for (const router of [home, cafe]) router.run('conntrack', '-F');
  }

  const cases = {
    async 'NATs that anybody may answer through: direct'() {
      settle({});
      return bothPlay((seen) => !isRelayed(seen.pair), 'directly');
    },
    async 'symmetric NATs on both sides: relayed'() {
      settle({ homeNat: 'symmetric', cafeNat: 'symmetric' });
      return bothPlay((seen) => isRelayed(seen.pair), 'by the relay');
    },
    async 'no UDP out of the café: relayed over TCP'() {
      settle({ allowed: ['meta l4proto tcp'] });
      return bothPlay((seen) => seen.pair.startsWith('relay/') && seen.relayProtocol === 'tcp', 'by the relay over TCP');
    },
    async 'only the Cloud and TLS out of the café: relayed over TLS'() {
      settle({ allowed: [`tcp dport { ${ports.cloud}, 5349 }`] });
      return bothPlay((seen) => seen.pair.startsWith('relay/') && seen.relayProtocol === 'tls', 'by the relay over TLS');
    },
    async '1 % of the packets lost: the picture goes on'() {
      return onLine({ quality: { ...goodLine, loss: 0.01, delay_ms: 10 }, share: 0.5, delayMs: 400 });
    },
    async '10 % of the packets lost: the picture goes on'() {
      return onLine({ quality: { ...goodLine, loss: 0.1, delay_ms: 10 }, share: 0.5, delayMs: 800 });
    },
    async '200 ms there and back: a picture within 2 s, no delay but the line\'s'() {
      return onLine({ quality: { ...goodLine, delay_ms: 100 }, share: 0.5, delayMs: 500, firstFrameMs: 2000 });
    },
    async 'a bottleneck of 1 Mbit/s: fewer pictures, never a growing delay'() {
      return onLine({ quality: { ...goodLine, delay_ms: 10, kbit: 1000 }, share: 0.01, delayMs: 5000, seconds: 20, framesToSee: 3 });
    },
  };

  /** Each printer on a line: at least `share` of its pictures in so many seconds, none later than `delayMs` (medians of two halves). */
  async function onLine({ quality, share, delayMs, firstFrameMs = 10_000, seconds = 10, framesToSee }) {
    settle({ quality });
    const said = [];
    for (const printer of [jpeg, h264]) {
      const { page, seen } = await play(printer, framesToSee);
      const { frames, first, second } = await watch(page, printer, seconds);
      const all = (printer === h264 ? 30 : 10) * seconds;
      said.push(`${printer.name}: ${frames} of ${all} pictures, ${first} then ${second} ms old, the first after ${seen.firstFrameMs} ms`);
      await page.screenshot({ path: join(data, 'line.png') });
      expect(frames >= all * share, said.at(-1));
      expect(first <= delayMs && second <= delayMs, said.at(-1));
      expect(seen.firstFrameMs <= firstFrameMs, said.at(-1));
      await end(page, printer);
    }
    return said.join('; ');
  }

  for (const [name, test] of Object.entries(cases)) {
    if (!name.includes(wanted)) continue;
    try {
      console.log(`passed  ${name} (${await test()})`);
      passed += 1;
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error.message}`);
      await browser.shotOfAll(data);
      for (const page of browser.context.pages()) await page.close();
    }
  }
} finally {
  await browser?.stop();
  await gantry?.stop();
  network.close();
}
console.log(`networks: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
