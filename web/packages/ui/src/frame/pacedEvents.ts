import { useEffect, useState } from 'react';
import { waitsForStillness } from '../parts/movingPage';

const paceMs = 50;

/**
 * A calm farm is shown at once; what a busy one says within a blink is shown together, so that fifty printers cost the
 * page twenty changes a second and not fifty. While somebody scrolls it waits until they look.
 */
export class PacedEvents<Event> {
  readonly #apply: (events: Event[]) => void;
  #waiting: Event[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shownAt = 0;

  constructor(apply: (events: Event[]) => void) {
    this.#apply = apply;
  }

  take(event: Event): void {
    this.#waiting.push(event);
    if (this.#timer === undefined) this.#flush();
  }

  /** What waits does not count any more. */
  forget(): void {
    this.#waiting = [];
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => this.#flush(), paceMs);
    if (waitsForStillness(this.#shownAt)) return;
    this.#shownAt = performance.now();
    const events = this.#waiting;
    this.#waiting = [];
    this.#apply(events);
  }
}

/** Of a page; it ends with it. */
export function usePacedEvents<Event>(apply: (events: Event[]) => void): PacedEvents<Event> {
  const [paced] = useState(() => new PacedEvents(apply));
  useEffect(() => () => paced.stop(), [paced]);
  return paced;
}
