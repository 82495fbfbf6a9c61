import type { FuseEvent } from './api';

const paceMs = 50;

/**
 * A calm farm is shown at once; what a busy one says within a blink is shown together, so that fifty printers cost the
 * page twenty changes a second and not fifty.
 */
export class PacedEvents {
  #apply: (events: FuseEvent[]) => void;
  #waiting: FuseEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(apply: (events: FuseEvent[]) => void) {
    this.#apply = apply;
  }

  take(event: FuseEvent): void {
    this.#waiting.push(event);
    if (this.#timer === undefined) this.#flush();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#timer = setTimeout(() => this.#flush(), paceMs);
    this.#apply(events);
  }
}
