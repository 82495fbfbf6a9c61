// Hosts of our own: network namespaces of this machine, joined by wires, NATs and bad lines. Needs root, iproute2 and
// nftables; nothing outside the namespaces is touched, and all of it ends with `close`.
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './processes.mjs';

const here = dirname(fileURLToPath(import.meta.url));

export class Host {
  constructor(name, holder) {
    this.name = name;
    this.holder = holder;
    this.inside = ['nsenter', '-t', String(holder.pid), '-n', '--'];
  }

  run(...command) {
    const [program, ...rest] = [...this.inside, ...command];
    return execFileSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** nftables rules, replacing those of the same table. */
  rules(table, text) {
    execFileSync(this.inside[0], [...this.inside.slice(1), 'nft', '-f', '-'], {
      input: `table ip ${table} {}\ndelete table ip ${table}\n${text ? `table ip ${table} {\n${text}\n}\n` : ''}`,
    });
  }

  /** `fetch` as this host would, for small JSON. */
  fetch = async (url, { method = 'GET', headers = {}, body } = {}) => {
    const options = ['-sS', '-i', '-m', '20', '-X', method];
    for (const [name, value] of Object.entries(headers)) options.push('-H', `${name}: ${value}`);
    if (body) options.push('--data-binary', body);
    const output = this.run('curl', ...options, url);
    const end = output.indexOf('\r\n\r\n');
    const [first, ...lines] = output.slice(0, end).split('\r\n');
    const status = Number(first.split(' ')[1]);
    const fields = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
    return new Response(status === 204 ? null : output.slice(end + 4), { status, headers: fields });
  };

  /** A program that starts `file` on this host, for who can only name a program. */
  launcher(file, path) {
    writeFileSync(path, `#!/bin/sh\nexec ${this.inside.join(' ')} ${file} "$@"\n`, { mode: 0o755 });
    return path;
  }
}

export class Network {
  #holders = [];
  #lines = [];

  async host(name) {
    const holder = spawn('unshare', ['-n', 'sleep', 'infinity'], { stdio: 'ignore' });
    this.#holders.push(holder);
    const host = new Host(name, holder);
    const outside = execFileSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' });
    await until(`the namespace of ${name}`, async () =>
      execFileSync('readlink', [`/proc/${holder.pid}/ns/net`], { encoding: 'utf8' }) !== outside);
    host.run('ip', 'link', 'set', 'lo', 'up');
    return host;
  }

  /** A wire between two hosts; addresses as "192.168.1.1/24". */
  wire(a, nameA, addressA, b, nameB, addressB) {
    a.run('ip', 'link', 'add', 'name', nameA, 'type', 'veth', 'peer', 'name', nameB, 'netns', String(b.holder.pid));
    for (const [host, name, address] of [[a, nameA, addressA], [b, nameB, addressB]]) {
      host.run('ip', 'address', 'add', address, 'dev', name);
      host.run('ip', 'link', 'set', name, 'up');
    }
  }

  /** A line with a delay each way, a share of lost packets and a rate; see line.py. */
  async line(a, nameA, addressA, b, nameB, addressB) {
    const ends = [[a, nameA], [b, nameB]].flatMap(([host, name]) => [String(host.holder.pid), name]);
    const line = spawn('python3', [join(here, 'line.py'), ...ends], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines.push(line);
    await new Promise((ready, failed) => {
      line.stdout.once('data', ready);
      line.once('exit', () => failed(new Error('the line did not come up')));
    });
    for (const [host, name, address] of [[a, nameA, addressA], [b, nameB, addressB]]) {
      host.run('ip', 'address', 'add', address, 'dev', name);
      host.run('ip', 'link', 'set', name, 'up');
    }
    return { set: (quality) => line.stdin.write(`${JSON.stringify(quality)}\n`) };
  }

  close() {
    for (const process of [...this.#lines, ...this.#holders]) process.kill('SIGKILL');
  }
}

/** Makes a host a router that hides `inner` (an address) behind its interface `wan`. */
export function hideBehind(router, wan, inner, kind) {
  router.run('sysctl', '-qw', 'net.ipv4.ip_forward=1');
  const masquerade = { cone: 'masquerade', symmetric: 'masquerade fully-random' }[kind];
  // Anybody may answer to a port that is mapped: every port is the one host's.
  const open = kind === 'cone' ? `chain in { type nat hook prerouting priority -100; iifname "${wan}" udp dport 1024-65535 dnat to ${inner}; }` : '';
  router.rules('hide', `${open}
    chain out { type nat hook postrouting priority 100; oifname "${wan}" ${masquerade}; }`);
}

/** What a firewall lets out of a network: rules in nftables' words; everything when empty. */
export function letOut(router, wan, allowed) {
  const rules = allowed.map((rule) => `oifname "${wan}" ${rule} accept;`).join('\n');
  router.rules('guard', allowed.length === 0 ? '' : `chain forward { type filter hook forward priority 0; policy accept;
    ct state established,related accept;
    ${rules}
    oifname "${wan}" reject; }`);
}
