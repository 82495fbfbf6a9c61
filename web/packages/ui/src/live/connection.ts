import type { ProblemText } from '@gantry/api';
import { LiveRefusal, type OpenSignalling, type Signalling } from './signalling';

/** How long a connection may be interrupted before it counts as lost; ICE often recovers by itself sooner. */
const interruptionMs = 4000;

export interface ConnectionListener {
  stream(stream: MediaStream): void;
  connected(): void;
  /** The way here takes less than the camera has. */
  slow(slow: boolean): void;
  /** Once, at the end; `problem` is absent when the network failed and nobody knows why. */
  failed(problem?: ProblemText): void;
}

/** One peer connection with its signalling, from offer to close. Owned by LiveSession, never reused. */
export class LiveConnection {
  readonly #peer: RTCPeerConnection;
  readonly #signalling: Signalling;
  readonly #listener: ConnectionListener;
  readonly #policy: RTCIceTransportPolicy;
  #early: Array<RTCIceCandidateInit | null> | undefined = [];
  #interruption: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(open: OpenSignalling, policy: RTCIceTransportPolicy, listener: ConnectionListener) {
    this.#listener = listener;
    this.#policy = policy;
    this.#peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceTransportPolicy: policy });
    this.#signalling = open({
      candidate: (candidate) => this.#remoteCandidate(candidate),
      quality: (slow) => this.#over || listener.slow(slow),
      ended: (problem) => this.#fail(problem),
    });
    this.#peer.addEventListener('track', ({ track, streams }) => {
      listener.stream(streams[0] ?? new MediaStream([track]));
    });
    this.#peer.addEventListener('icecandidate', ({ candidate }) => this.#over || this.#signalling.candidate(candidate));
    this.#peer.addEventListener('connectionstatechange', () => this.#stateChanged());
    this.#negotiate().catch((error: unknown) => {
      this.#fail(error instanceof LiveRefusal ? error.problem : { code: 'internal', detail: String(error) });
    });
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#interruption);
    this.#signalling.close();
    this.#peer.close();
  }

  /** Whether the sender says that the way here is slow; else it is to be seen in what comes. */
  get tellsSlow(): boolean {
    return this.#signalling.tellsSlow;
  }

  /** What the browser knows of the connection: candidate pairs, packets. */
  stats(): Promise<RTCStatsReport> {
    return this.#peer.getStats();
  }

  async #negotiate(): Promise<void> {
    const { receiver } = this.#peer.addTransceiver('video', { direction: 'recvonly' });
    playAtOnce(receiver);
    // The offer is made before the servers are known, so that it can travel with the question for them; nothing is
    // gathered before it is set.
    const offer = await this.#peer.createOffer();
    if (this.#over) return;
    const iceServers = await this.#signalling.ready(offer.sdp ?? '');
    if (this.#over) return;
    if (iceServers.length > 0) {
      this.#peer.setConfiguration({ bundlePolicy: 'max-bundle', iceTransportPolicy: this.#policy, iceServers });
    }
    // Sent before it is set, so that the answer is already on its way while candidates are gathered.
    const exchange = this.#signalling.exchange(offer.sdp ?? '');
    exchange.catch(() => {});
    await this.#peer.setLocalDescription(offer);
    // A sender that says goodbye is heard here long before ICE notices its silence.
    const { transport } = receiver;
    transport?.addEventListener('statechange', () => {
      if (transport.state === 'closed' || transport.state === 'failed') this.#lost();
    });
    const sdp = await exchange;
    if (this.#over) return;
    await this.#peer.setRemoteDescription({ type: 'answer', sdp });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const candidate of early) this.#addCandidate(candidate);
  }

  #remoteCandidate(candidate: RTCIceCandidateInit | null): void {
    if (this.#early) this.#early.push(candidate);
    else this.#addCandidate(candidate);
  }

  /** A candidate that this browser cannot use is no failure: others may do. */
  #addCandidate(candidate: RTCIceCandidateInit | null): void {
    if (this.#over || !candidate?.candidate) return;
    this.#peer.addIceCandidate(candidate).catch(() => {});
  }

  #stateChanged(): void {
    const state = this.#peer.connectionState;
    clearTimeout(this.#interruption);
    if (state === 'connected') this.#listener.connected();
    if (state === 'disconnected') this.#interruption = setTimeout(() => this.#lost(), interruptionMs);
    if (state === 'failed') this.#lost();
  }

  #lost(): void {
    if (this.#over) return;
    this.#signalling.why().then(
      (problem) => this.#fail(problem),
      () => this.#fail(),
    );
  }

  #fail(problem?: ProblemText): void {
    if (this.#over) return;
    this.close();
    this.#listener.failed(problem);
  }
}

/** No jitter buffer beyond what decoding needs: a printer's camera is watched to react, not to enjoy. */
function playAtOnce(receiver: RTCRtpReceiver): void {
  const tunable = receiver as RTCRtpReceiver & { jitterBufferTarget?: number | null; playoutDelayHint?: number };
  if ('jitterBufferTarget' in tunable) tunable.jitterBufferTarget = 0;
  if ('playoutDelayHint' in tunable) tunable.playoutDelayHint = 0;
}
