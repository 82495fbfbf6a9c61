import type { ErrorCode, ProblemText } from '@gantry/api';
import { LiveConnection } from './connection';
import { Quality, countedIn } from './quality';
import type { OpenSignalling } from './signalling';

export type LivePhase = 'idle' | 'connecting' | 'live' | 'error';

export interface LiveView {
  phase: LivePhase;
  stream: MediaStream | undefined;
  /** The peers are connected; the first picture may still be on its way. */
  connected: boolean;
  /** Why it failed; it stays while the next attempt by itself is under way. */
  problem: ProblemText | undefined;
  /** When the next attempt comes by itself, as Date.now(). */
  retryAt: number | undefined;
  firstFrameMs: number | undefined;
  /** How much of the picture was lost lately; 0 = nothing to speak of. */
  lostPercent: number;
  /** The way to this browser takes less than the camera has. */
  slow: boolean;
}

export const connectLimitMs = 30_000;
export const timeoutText = "Couldn't connect to the camera after 30s";
const lostText = 'The connection to the camera was lost.';
const blockedText = 'No way to the camera was found: the network blocks direct WebRTC, and no TURN server could relay.';
const noH264Text =
  'This browser cannot play H.264 video. In Firefox, enable the OpenH264 plugin (Add-ons and themes, Plugins); or use another browser.';
/** The slowest printers send a picture every two seconds. */
const stillMs = 4000;
/** A session that played this long has earned another automatic retry. */
const stableMs = 10_000;
/** Often enough to see a bad network, seldom enough to cost nothing with many videos. */
export const countEveryMs = 5000;
const idle: LiveView = { phase: 'idle', stream: undefined, connected: false, problem: undefined, retryAt: undefined, firstFrameMs: undefined, lostPercent: 0, slow: false };
/** Another attempt fails as well. Not `disabled` and `unauthorized`: cameras say those too, and recover. */
const hopeless = new Set<ErrorCode>(['forbidden', 'unsupported', 'not_found']);
/** Between attempts by itself: a camera that is back soon is seen soon, and one that is away costs little. */
export const retryPausesMs = [3000, 5000, 10_000, 20_000, 40_000, 60_000] as const;

function pauseAfter(attempts: number): number {
  return retryPausesMs[Math.min(attempts, retryPausesMs.length - 1)]!;
}

/** Firefox downloads its decoder after the installation, where it may; a browser that does not tell is believed. */
function playsH264(): boolean {
  const capabilities = globalThis.RTCRtpReceiver?.getCapabilities?.('video');
  return !capabilities || capabilities.codecs.some(({ mimeType }) => mimeType.toLowerCase() === 'video/h264');
}

/**
 * Watching one camera: connects, retries once after a drop, gives up after 30 s, tries again by itself after growing
 * pauses, and at once when the camera is back. Owned by useLive; `view` is replaced, never changed, so React can compare
 * it.
 */
export class LiveSession {
  view: LiveView = idle;
  /** The person asked to watch and has not closed. */
  wanted = false;
  #connection: LiveConnection | undefined;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #counting: ReturnType<typeof setInterval> | undefined;
  #listeners = new Set<() => void>();
  #startedAt = 0;
  #playingSince = 0;
  #lastFrameAt = 0;
  #retried = false;
  #paused = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** By itself, since a picture last played for a while. */
  #attempts = 0;
  /** Somebody knows that the camera cannot be reached, and will say when it can. */
  #doubted = false;
  #open: OpenSignalling;
  #policy: RTCIceTransportPolicy;

  constructor(open: OpenSignalling, policy: RTCIceTransportPolicy) {
    this.#open = open;
    this.#policy = policy;
  }

  /** For the next connection; the present one goes on. */
  use(open: OpenSignalling, policy: RTCIceTransportPolicy): void {
    this.#open = open;
    this.#policy = policy;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start = () => {
    this.wanted = true;
    this.#retried = false;
    this.#attempts = 0;
    if (this.#paused) return;
    this.#connect();
  };

  stop = () => {
    this.wanted = false;
    this.#end();
    this.#show(idle);
  };

  /** Off screen or in a hidden tab: the video stops, the wish to watch stays. */
  pause = () => {
    this.#paused = true;
    if (this.view.phase === 'idle') return;
    this.#end();
    this.#show(idle);
  };

  resume = () => {
    this.#paused = false;
    if (this.wanted && this.view.phase === 'idle') this.start();
  };

  /** The camera can be reached again after it could not. */
  available = () => {
    if (!this.wanted || this.#paused) return;
    const { phase, problem } = this.view;
    const failed = problem !== undefined && phase !== 'live' && !hopeless.has(problem.code);
    const stalled = phase === 'live' && performance.now() - this.#lastFrameAt > 3000;
    if (failed || stalled) this.start();
  };

  /**
   * The camera cannot be reached as far as is known. Video may run on beside its signalling, so only a picture that
   * stands still ends it, and nothing is tried meanwhile. Answers how to stop doubting.
   */
  doubt = (problem: ProblemText): (() => void) => {
    this.#doubted = true;
    this.#holdRetry();
    const timer = setInterval(() => {
      const still = performance.now() - this.#lastFrameAt > stillMs;
      if (this.view.phase === 'live' && still) this.#giveUp(problem);
    }, 500);
    return () => {
      this.#doubted = false;
      clearInterval(timer);
    };
  };

  /** The video element shows a picture. */
  frame = () => {
    this.#lastFrameAt = performance.now();
    if (this.view.phase === 'live' && this.#lastFrameAt - this.#playingSince > stableMs) {
      this.#retried = false;
      this.#attempts = 0;
    }
    if (this.view.phase !== 'connecting') return;
    clearTimeout(this.#limit);
    this.#playingSince = this.#lastFrameAt;
    const firstFrameMs = Math.round(this.#lastFrameAt - this.#startedAt);
    this.#show({ ...this.view, phase: 'live', connected: true, problem: undefined, firstFrameMs });
    this.#count(this.#connection);
  };

  /** `before`: what the attempt before ended with. */
  #connect(before?: ProblemText): void {
    this.#end();
    if (!playsH264()) return this.#giveUp({ code: 'unsupported', detail: noH264Text });
    this.#startedAt = performance.now();
    this.#show({ ...idle, phase: 'connecting', problem: before });
    this.#limit = setTimeout(() => this.#expired(), connectLimitMs);
    this.#connection = new LiveConnection(this.#open, this.#policy, {
      stream: (stream) => this.#show({ ...this.view, stream }),
      connected: () => this.#show({ ...this.view, connected: true }),
      slow: (slow) => this.#show({ ...this.view, slow }),
      failed: (problem) => this.#failed(problem),
    });
  }

  #count(connection: LiveConnection | undefined): void {
    const quality = new Quality();
    clearInterval(this.#counting);
    this.#counting = setInterval(async () => {
      const report = await connection?.stats().catch(() => undefined);
      const counted = report && countedIn(report);
      if (!connection || !counted || connection !== this.#connection) return;
      const { lost, fewer } = quality.take(counted);
      const slow = connection.tellsSlow ? this.view.slow : fewer;
      if (lost !== this.view.lostPercent || slow !== this.view.slow) this.#show({ ...this.view, lostPercent: lost, slow });
    }, countEveryMs);
  }

  #expired(): void {
    const detail = this.view.connected
      ? 'Connected, but the camera sends no picture. Check that the camera is enabled on the printer.'
      : timeoutText;
    this.#giveUp({ code: 'timeout', detail });
  }

  /** A drop right after connecting is mostly an expired relay credential: a new session brings a new one. */
  #failed(problem?: ProblemText): void {
    const dropped = this.view.phase === 'live' || this.view.connected;
    if (dropped && !this.#retried && !problem) {
      this.#retried = true;
      this.#connect();
      return;
    }
    this.#giveUp(problem ?? { code: 'offline', detail: dropped ? lostText : blockedText });
  }

  #giveUp(problem: ProblemText): void {
    this.#end();
    this.#show({ ...idle, phase: 'error', problem, retryAt: this.#scheduleRetry(problem) });
  }

  #scheduleRetry(problem: ProblemText): number | undefined {
    if (!this.wanted || this.#paused || this.#doubted || hopeless.has(problem.code)) return undefined;
    const pause = pauseAfter(this.#attempts);
    this.#attempts += 1;
    this.#retry = setTimeout(() => {
      this.#retried = false;
      this.#connect(problem);
    }, pause);
    return Date.now() + pause;
  }

  #holdRetry(): void {
    clearTimeout(this.#retry);
    if (this.view.retryAt !== undefined) this.#show({ ...this.view, retryAt: undefined });
  }

  #end(): void {
    clearTimeout(this.#limit);
    clearTimeout(this.#retry);
    clearInterval(this.#counting);
    this.#connection?.close();
    this.#connection = undefined;
  }

  #show(view: LiveView): void {
    this.view = view;
    for (const listener of this.#listeners) listener();
  }
}
