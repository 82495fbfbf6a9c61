import type { ServerSettings } from '../api';
import type { Checks } from '../doctor/checks';

/** The Cloud answers before it asks the Fuse. */
const limitMs = 3000;

/** What is saved, without what a relay asks for. */
export function savedServers({ stun, turn }: Pick<ServerSettings['settings'], 'stun' | 'turn'>): RTCIceServer[] {
  return [...stun.map((address) => ({ urls: `stun:${address}` })), ...turn.map((urls) => ({ urls }))];
}

/** What a view of this printer is given: with credentials, which are made for a person and a printer. Undefined: it is given nothing. */
export function handedOut(checks: Checks, printer: string): Promise<RTCIceServer[] | undefined> {
  return new Promise((answer) => {
    const end = (servers?: RTCIceServer[]) => {
      clearTimeout(timer);
      // Later, for whoever is told before it has returned.
      queueMicrotask(() => stop());
      answer(servers);
    };
    const timer = setTimeout(end, limitMs);
    const stop = checks.start(printer, { ready: end, report: () => {}, ended: () => end() });
  });
}
