import type { ProblemText } from '@gantry/api';

/** What the other side says without being asked. */
export interface SignallingListener {
  /** A candidate of the sender; null = no more. */
  candidate(candidate: RTCIceCandidateInit | null): void;
  /** The way here takes less than the camera has: fewer pictures come; or all of them again. */
  quality(slow: boolean): void;
  /** The other side ended or refused the session. */
  ended(problem: ProblemText): void;
}

/** One attempt to watch one camera. Failures reject with LiveRefusal. After close() nothing is reported. */
export interface Signalling {
  /** Whether `quality` is ever said. */
  readonly tellsSlow: boolean;
  /** Resolves with the STUN and TURN servers to use; may send the offer along already. Called once, before exchange(). */
  ready(offer: string): Promise<RTCIceServer[]>;
  /** Sends the offer unless ready() has, resolves with the answer. */
  exchange(offer: string): Promise<string>;
  /** A candidate of this browser; null = no more. May be called before exchange() has resolved. */
  candidate(candidate: RTCIceCandidate | null): void;
  /** Asked only after a failure: why, if the other side knows. */
  why(): Promise<ProblemText | undefined>;
  close(): void;
}

export type OpenSignalling = (listener: SignallingListener) => Signalling;

/** The other side said no, with its reason. */
export class LiveRefusal extends Error {
  readonly problem: ProblemText;

  constructor(problem: ProblemText) {
    super(problem.detail);
    this.name = 'LiveRefusal';
    this.problem = problem;
  }
}
