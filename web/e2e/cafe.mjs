// Gantry across networks as people have them: a home with Fuse, a café with a browser, and the Cloud between them. Each
// host is a network namespace of ours. Needs root.
//
//   internet ── home ── fuse          The café's way out is a line whose quality each case sets.
//          ├─── cafe ── browser
//          └─── guest                 A second browser, whose line is good.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { Network, hideBehind, letOut } from './network.mjs';

const cloudAddress = '203.0.113.1';
const fuseAddress = '192.168.1.20';
const browserAddress = '10.7.0.2';
export const goodLine = { delay_ms: 0, loss: 0, kbit: 0 };

export const ports = { cloud: 8080, fuse: 8888, turn: 3478 };

async function build(network) {
  const internet = await network.host('internet');
  const home = await network.host('home');
  const cafe = await network.host('cafe');
  const fuse = await network.host('fuse');
  const browser = await network.host('browser');
  const guest = await network.host('guest');
  network.wire(internet, 'home', `${cloudAddress}/28`, home, 'wan', '203.0.113.10/28');
  network.wire(home, 'lan', '192.168.1.1/24', fuse, 'eth0', `${fuseAddress}/24`);
  network.wire(cafe, 'lan', '10.7.0.1/24', browser, 'eth0', `${browserAddress}/24`);
  network.wire(internet, 'guest', '203.0.113.33/28', guest, 'eth0', '203.0.113.34/28');
  const line = await network.line(internet, 'cafe', '203.0.113.17/28', cafe, 'wan', '203.0.113.20/28');
  internet.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  home.run('ip', 'route', 'add', 'default', 'via', cloudAddress);
  cafe.run('ip', 'route', 'add', 'default', 'via', '203.0.113.17');
  fuse.run('ip', 'route', 'add', 'default', 'via', '192.168.1.1');
  browser.run('ip', 'route', 'add', 'default', 'via', '10.7.0.1');
  guest.run('ip', 'route', 'add', 'default', 'via', '203.0.113.33');
  return { internet, home, cafe, fuse, browser, guest, line };
}

/** Sets both NATs, what the café lets out, and its line; what was connected before is forgotten. */
export function settle({ home, cafe, line }, { homeNat = 'cone', cafeNat = 'cone', allowed = [], quality = goodLine }) {
  hideBehind(home, 'wan', fuseAddress, homeNat);
  hideBehind(cafe, 'wan', browserAddress, cafeNat);
  letOut(cafe, 'wan', allowed);
  line.set(quality);
  for (const router of [home, cafe]) router.run('conntrack', '-F');
}

/** For TURN in TLS. */
function certificate(folder) {
  mkdirSync(folder, { recursive: true });
  const files = { certificate: join(folder, 'relay.pem'), key: join(folder, 'relay-key.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=relay', '-addext', `subjectAltName=IP:${cloudAddress}`, '-keyout', files.key, '-out', files.certificate],
  { stdio: 'ignore' });
  return files;
}

/** The networks with Gantry and two printers in them, whose data is kept in `name` of the build folder; `chromiumOn` one of the hosts, `close` all. */
export async function openCafe(name, onStep = () => {}) {
  const data = buildFolder(name);
  const files = certificate(buildFolder(`${name}-tls`));
  const network = new Network();
  const browsers = [];
  let gantry;
  const close = async () => {
    for (const browser of browsers) await browser.stop();
    await gantry?.stop();
    network.close();
  };
  try {
    const hosts = await build(network);
    hideBehind(hosts.home, 'wan', fuseAddress, 'cone');
    gantry = await Gantry.start({
      data, ports, printers: ['p1s', 'x1c'], onStep,
      cloudPlace: { address: cloudAddress, inside: hosts.internet.inside, fetch: hosts.internet.fetch },
      fusePlace: { address: fuseAddress, inside: hosts.fuse.inside, fetch: hosts.fuse.fetch },
      cloud: ['--relay-certificate', files.certificate, '--relay-key', files.key, '--relay-allow-peer', '203.0.113.0-203.0.113.31'],
      fuse: process.env.GANTRY_LOG ? ['--log-level', process.env.GANTRY_LOG] : [],
    });
    const chromiumOn = async (host) => {
      const program = host.launcher('/usr/bin/chromium', join(data, `chromium-${host.name}`));
      browsers.push(await Browser.start({ program, further: ['--ignore-certificate-errors'] }));
      return browsers.at(-1);
    };
    return { data, hosts, gantry, chromiumOn, close };
  } catch (error) {
    await close();
    throw error;
  }
}
