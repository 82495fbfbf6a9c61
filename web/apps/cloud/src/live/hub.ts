import { LiveRefusal, type OpenSignalling, type Signalling, type SignallingListener } from '@gantry/ui';
import type { LiveEvent, PageEvent } from '../api';
import { Checks } from '../doctor/checks';

const openLimitMs = 5000;
const unreachable = { code: 'offline', detail: 'The Cloud does not answer. Watching resumes when it is back.' } as const;

/** Live signalling over the events socket: one per page, hands each message to the attempt it belongs to. */
export class LiveHub {
  /** Check-ups go over the same socket. */
  readonly checks = new Checks((message) => this.#send(message));
  readonly #attempts = new Set<CloudSignalling>();
  #waiting: Array<() => void> = [];
  #send: (message: PageEvent) => boolean = () => false;
  #connected = false;

  /** Called by the frame whenever the socket opens, closes or is replaced. */
  attach(connected: boolean, send: (message: unknown) => boolean): void {
    this.#connected = connected;
    this.#send = send;
    if (connected) for (const go of this.#waiting.splice(0)) go();
  }

  /** The socket is gone, and with it every session at the server. */
  closed(): void {
    this.#connected = false;
    this.checks.closed();
    for (const attempt of this.#attempts) attempt.receive({ type: 'live.ended', session: attempt.session, request: attempt.request, ...unreachable });
  }

  receive(event: LiveEvent): void {
    for (const attempt of this.#attempts) if (attempt.owns(event)) attempt.receive(event);
  }

  open(printer: string, policy: RTCIceTransportPolicy): OpenSignalling {
    return (listener) => {
      const attempt = new CloudSignalling(this, printer, policy, listener, () => this.#attempts.delete(attempt));
      this.#attempts.add(attempt);
      return attempt;
    };
  }

  send(message: PageEvent): boolean {
    return this.#send(message);
  }

  async connected(): Promise<void> {
    if (this.#connected) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<never>((_, refuse) => {
      timer = setTimeout(() => refuse(new LiveRefusal(unreachable)), openLimitMs);
    });
    await Promise.race([new Promise<void>((go) => this.#waiting.push(go)), limit]);
    clearTimeout(timer);
  }
}

interface Waiter<Value> {
  resolve: (value: Value) => void;
  reject: (reason: LiveRefusal) => void;
}

class CloudSignalling implements Signalling {
  readonly tellsSlow = true;
  readonly request = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  session = '';
  #ready: Waiter<RTCIceServer[]> | undefined;
  #answer: Waiter<string> | undefined;
  readonly #answered: Promise<string>;
  #closed = false;
  readonly #hub: LiveHub;
  readonly #printer: string;
  readonly #policy: RTCIceTransportPolicy;
  readonly #listener: SignallingListener;
  readonly #forget: () => void;

  constructor(hub: LiveHub, printer: string, policy: RTCIceTransportPolicy, listener: SignallingListener, forget: () => void) {
    this.#hub = hub;
    this.#printer = printer;
    this.#policy = policy;
    this.#listener = listener;
    this.#forget = forget;
    this.#answered = new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
    });
    this.#answered.catch(() => {});
  }

  /** The offer goes with the start: one round trip less until the first picture. */
  async ready(sdp: string): Promise<RTCIceServer[]> {
    await this.#hub.connected();
    if (this.#closed) throw new LiveRefusal({ code: 'cancelled', detail: 'Closed.' });
    return new Promise((resolve, reject) => {
      this.#ready = { resolve, reject };
      const policy = this.#policy === 'relay' ? 'relay' : 'all';
      this.#hub.send({ type: 'live.start', request: this.request, printer: this.#printer, policy, sdp });
    });
  }

  exchange(): Promise<string> {
    return this.#answered;
  }

  candidate(candidate: RTCIceCandidate | null): void {
    if (!this.session) return;
    this.#hub.send({ type: 'live.candidate', session: this.session, candidate: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '0' });
  }

  /** The Cloud says why before the connection fails, or does not know. */
  why(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // Before live.ready the session has no name yet: receive() stops it when it gets one.
    if (this.session || !this.#ready) this.#leave();
  }

  owns(event: LiveEvent): boolean {
    if (event.type === 'live.ready') return event.request === this.request;
    if (event.type === 'live.ended' && event.request) return event.request === this.request;
    return this.session !== '' && event.session === this.session;
  }

  receive(event: LiveEvent): void {
    switch (event.type) {
      case 'live.ready':
        this.session = event.session;
        if (this.#closed) this.#leave();
        else this.#ready?.resolve(event.ice_servers.map(iceServer));
        break;
      case 'live.answer':
        this.#answer?.resolve(event.sdp);
        break;
      case 'live.candidate':
        this.#listener.candidate(event.candidate ? { candidate: event.candidate, sdpMid: event.mid } : null);
        break;
      case 'live.quality':
        this.#listener.quality(event.slow);
        break;
      case 'live.ended':
        this.#ended(event.code, event.detail);
        break;
    }
  }

  #ended(code: Extract<LiveEvent, { type: 'live.ended' }>['code'], detail: string): void {
    this.session = '';
    this.#forget();
    const refusal = new LiveRefusal({ code, detail });
    this.#ready?.reject(refusal);
    this.#answer?.reject(refusal);
    if (!this.#closed) this.#listener.ended({ code, detail });
  }

  #leave(): void {
    if (this.session) this.#hub.send({ type: 'live.stop', session: this.session });
    this.session = '';
    this.#forget();
  }
}

/** STUN servers come without credentials, and a browser refuses empty ones for TURN only. */
function iceServer({ url, username, credential }: { url: string; username: string; credential: string }): RTCIceServer {
  return username ? { urls: url, username, credential } : { urls: url };
}
