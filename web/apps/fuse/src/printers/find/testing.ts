import { act } from '@testing-library/react';
import type { DiscoveryEvent, Found, Scan } from './discovery';

/** For tests: what Fuse finds, as the test says it. */
export class FakeSocket extends EventTarget {
  static last: FakeSocket;
  constructor(readonly url: URL) {
    super();
    FakeSocket.last = this;
  }
  close() {}
  say(event: Partial<DiscoveryEvent>) {
    act(() => {
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ ...quiet, ...event }) }));
    });
  }
}

export const quiet: DiscoveryEvent = {
  type: 'discovery',
  fresh: false,
  ports: [{ port: 1990, problem: null }, { port: 2021, problem: null }],
  interfaces: ['eth0'],
  networks: [{ interface: 'eth0', subnet: '192.168.7.0/24' }],
  invalid: 0,
  scan: null,
  printers: [],
  gone: [],
};

export const listening: Scan = { kind: 'announcements', state: 'running', subnet: '', probed: 0, total: 0, started_at: Date.now(), ends_at: Date.now() + 25_000, unclear: [] };
export const scanning: Scan = { ...listening, kind: 'subnet', subnet: '192.168.7.0/24', total: 254, ends_at: 0 };

export function found(number: number, more: Partial<Found['seen']> = {}, known: Found['known'] = null): Found {
  const seen = { driver: 'bambu', serial: `01P00A00000004${number}`, address: `192.168.7.${number}`, model: 'P1S', name: `Shelf ${number}`, firmware: '', mode: 'lan_only' as const, announced: true, scanned: true };
  return { seen: { ...seen, ...more }, known };
}
