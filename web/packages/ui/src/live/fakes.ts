import { afterEach, beforeEach, vi } from 'vitest';
import type { ProblemText } from '@gantry/api';
import { LiveSession } from './session';
import type { OpenSignalling, Signalling, SignallingListener } from './signalling';

type Handler = (event: Record<string, unknown>) => void;

/** A peer connection that does what the test says. */
export class FakePeer {
  static made: FakePeer[] = [];
  connectionState: RTCPeerConnectionState = 'new';
  added: RTCIceCandidateInit[] = [];
  configuration: RTCConfiguration;
  remote: RTCSessionDescriptionInit | undefined;
  closed = false;
  #handlers = new Map<string, Handler>();

  constructor(configuration: RTCConfiguration) {
    this.configuration = configuration;
    FakePeer.made.push(this);
  }
  static get last(): FakePeer {
    return FakePeer.made.at(-1)!;
  }
  static install(): void {
    FakePeer.made = [];
    vi.stubGlobal('RTCPeerConnection', FakePeer);
    vi.stubGlobal('MediaStream', Object);
  }
  addEventListener(name: string, handler: Handler) {
    this.#handlers.set(name, handler);
  }
  say(name: string, event: Record<string, unknown> = {}) {
    this.#handlers.get(name)?.(event);
  }
  become(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.say('connectionstatechange');
  }
  addTransceiver() {
    return { receiver: {} };
  }
  createOffer() {
    return Promise.resolve({ type: 'offer', sdp: 'offer' });
  }
  setConfiguration(configuration: RTCConfiguration) {
    this.configuration = configuration;
  }
  setLocalDescription() {
    return Promise.resolve();
  }
  setRemoteDescription(description: RTCSessionDescriptionInit) {
    this.remote = description;
    return Promise.resolve();
  }
  addIceCandidate(candidate: RTCIceCandidateInit) {
    this.added.push(candidate);
    return Promise.resolve();
  }
  /** What it has counted: members of an inbound-rtp report. */
  counted: Record<string, number> = {};
  getStats() {
    return Promise.resolve(new Map([['in', { type: 'inbound-rtp', kind: 'video', ...this.counted }]]));
  }
  close() {
    this.closed = true;
  }
}

/** Signalling whose answer the test gives when it likes. */
export class FakeSignalling implements Signalling {
  tellsSlow = true;
  static made: FakeSignalling[] = [];
  static servers: RTCIceServer[] = [];
  static reason: ProblemText | undefined;
  closed = false;
  answer!: (sdp: string) => void;
  refuse!: (reason: Error) => void;
  listener: SignallingListener;

  constructor(listener: SignallingListener) {
    this.listener = listener;
    FakeSignalling.made.push(this);
  }
  static get last(): FakeSignalling {
    return FakeSignalling.made.at(-1)!;
  }
  static open: OpenSignalling = (listener) => new FakeSignalling(listener);
  static reset() {
    FakeSignalling.made = [];
    FakeSignalling.servers = [];
    FakeSignalling.reason = undefined;
  }
  ready() {
    return Promise.resolve(FakeSignalling.servers);
  }
  exchange() {
    return new Promise<string>((answer, refuse) => Object.assign(this, { answer, refuse }));
  }
  candidate() {}
  why() {
    return Promise.resolve(FakeSignalling.reason);
  }
  close() {
    this.closed = true;
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn of the queue after the other is the point
    await Promise.resolve();
  }
}

/**
 * Each test of the file has a session of its own, on a clock that the test moves, and the fakes about it. Answers what
 * starts that session and lets it come to its first picture.
 */
export function stageSession(give: (session: LiveSession) => void): () => Promise<void> {
  let session: LiveSession;
  beforeEach(() => {
    vi.useFakeTimers();
    FakePeer.install();
    FakeSignalling.reset();
    session = new LiveSession(FakeSignalling.open, 'all');
    give(session);
  });
  afterEach(() => {
    session.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  return async () => {
    session.start();
    await settle();
    FakeSignalling.last.answer('answer');
    await settle();
    FakePeer.last.become('connected');
    session.frame();
  };
}
