import { ApiError, type ProblemText } from '@gantry/api';
import { LiveRefusal, type OpenSignalling, type Signalling } from './signalling';

const trickleType = 'application/trickle-ice-sdpfrag';

/** Signalling by WHEP: the answer comes with the first request, candidates follow by PATCH (RFC 8840 fragments). */
export function whep(url: string, send: typeof fetch = (...all) => fetch(...all)): OpenSignalling {
  return () => new WhepSignalling(url, send);
}

/** The lines of an offer or answer that a fragment repeats. */
function fragment(offer: string, candidates: RTCIceCandidate[], complete: boolean): string {
  const line = (start: string) => offer.split('\r\n').find((text) => text.startsWith(start)) ?? '';
  const lines = [line('a=ice-ufrag:'), line('a=ice-pwd:'), line('m='), line('a=mid:')];
  for (const { candidate } of candidates) lines.push(`a=${candidate}`);
  if (complete) lines.push('a=end-of-candidates');
  return `${lines.filter(Boolean).join('\r\n')}\r\n`;
}

class WhepSignalling implements Signalling {
  readonly tellsSlow = false;
  #offer = '';
  #session: string | undefined;
  #candidates: RTCIceCandidate[] = [];
  #complete = false;
  #flushing = false;
  #closed = false;

  readonly #url: string;
  readonly #send: typeof fetch;

  constructor(url: string, send: typeof fetch) {
    this.#url = url;
    this.#send = send;
  }

  ready(): Promise<RTCIceServer[]> {
    return Promise.resolve([]);
  }

  async exchange(offer: string): Promise<string> {
    this.#offer = offer;
    const response = await this.#request(this.#url, 'POST', 'application/sdp', offer);
    if (!response.ok) {
      const { code, message } = await ApiError.from(response);
      throw new LiveRefusal({ code, detail: message });
    }
    const location = response.headers.get('location');
    if (location) this.#session = new URL(location, new URL(this.#url, document.baseURI)).href;
    const answer = await response.text();
    if (this.#closed) this.#end();
    else this.#flush();
    return answer;
  }

  candidate(candidate: RTCIceCandidate | null): void {
    if (candidate?.candidate) this.#candidates.push(candidate);
    else this.#complete = true;
    this.#flush();
  }

  async why(): Promise<ProblemText | undefined> {
    if (!this.#session) return undefined;
    const response = await this.#send(this.#session).catch(() => undefined);
    if (!response?.ok) return undefined;
    const watch: { problem?: ProblemText } = await response.json();
    return watch.problem;
  }

  close(): void {
    this.#closed = true;
    this.#end();
  }

  /** Candidates found in the same moment travel in one request. */
  #flush(): void {
    if (!this.#session || this.#flushing || this.#closed) return;
    if (this.#candidates.length === 0 && !this.#complete) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      if (!this.#session || this.#closed) return;
      const body = fragment(this.#offer, this.#candidates.splice(0), this.#complete);
      this.#complete = false;
      this.#request(this.#session, 'PATCH', trickleType, body).catch(() => {});
    });
  }

  #end(): void {
    if (!this.#session) return;
    this.#send(this.#session, { method: 'DELETE', keepalive: true }).catch(() => {});
    this.#session = undefined;
  }

  #request(url: string, method: string, type: string, body: string): Promise<Response> {
    return this.#send(url, { method, body, headers: { 'content-type': type } }).catch(() => {
      throw new LiveRefusal({ code: 'offline', detail: 'Fuse does not answer. Check that it runs.' });
    });
  }
}
