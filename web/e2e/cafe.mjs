// The networks of networks.mjs: a home with Fuse, a café with a browser, and the Cloud between them.
//
//   internet ── home ── fuse          The café's way out is a line whose quality each case sets.
//          ├─── cafe ── browser
//          └─── guest                 A second browser, whose line is good.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hideBehind, letOut } from './network.mjs';

export const cloudAddress = '203.0.113.1';
export const fuseAddress = '192.168.1.20';
const browserAddress = '10.7.0.2';
export const goodLine = { delay_ms: 0, loss: 0, kbit: 0 };

export async function build(network) {
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
export function certificate(folder) {
  mkdirSync(folder, { recursive: true });
  const files = { certificate: join(folder, 'relay.pem'), key: join(folder, 'relay-key.pem') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=relay', '-addext', `subjectAltName=IP:${cloudAddress}`, '-keyout', files.key, '-out', files.certificate],
  { stdio: 'ignore' });
  return files;
}
