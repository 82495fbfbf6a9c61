import type { CheckReport, ProblemText } from '@gantry/api';
import type { CheckEvent, PageEvent } from '../api';

export interface CheckListener {
  /** The person may watch, and the Fuse is connected. */
  ready(servers: RTCIceServer[]): void;
  report(report: CheckReport): void;
  ended(problem: ProblemText): void;
}

/** Not the Fuse: the Cloud itself. */
export const unreachable: ProblemText = { code: 'offline', detail: 'Gantry does not answer. Check again when it is back.' };

/** Check-ups over the events socket: hands each message to the one it belongs to. */
export class Checks {
  readonly #running = new Map<string, CheckListener>();
  readonly #send: (message: PageEvent) => boolean;

  constructor(send: (message: PageEvent) => boolean) {
    this.#send = send;
  }

  /** Answers how to listen no more. */
  start(printer: string, listener: CheckListener): () => void {
    const request = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.#running.set(request, listener);
    if (!this.#send({ type: 'check.start', request, printer })) this.#end(request, unreachable);
    return () => this.#running.delete(request);
  }

  receive(event: CheckEvent): void {
    const listener = this.#running.get(event.request);
    if (!listener) return;
    switch (event.type) {
      case 'check.ready':
        listener.ready(event.ice_servers.map(({ url, username, credential }) => (username ? { urls: url, username, credential } : { urls: url })));
        break;
      case 'check.report':
        if (event.report.done) this.#running.delete(event.request);
        listener.report(event.report);
        break;
      case 'check.ended':
        this.#end(event.request, { code: event.code, detail: event.detail });
        break;
    }
  }

  /** The socket is gone. */
  closed(): void {
    for (const request of this.#running.keys()) this.#end(request, unreachable);
  }

  #end(request: string, problem: ProblemText): void {
    const listener = this.#running.get(request);
    this.#running.delete(request);
    listener?.ended(problem);
  }
}
