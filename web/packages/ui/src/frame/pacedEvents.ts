import { useEffect, useState } from 'react';

const paceMs = 50;
/** Nobody reads digits that move. */
const scrollPaceMs = 1000;
/** Without a scroll event for so long somebody has stopped scrolling. */
const stillMs = 150;

/**
 * A calm farm is shown at once; what a busy one says within a blink is shown together, so that fifty printers cost the
 * page twenty changes a second and not fifty. While somebody scrolls the page moves and changes once a second.
 */
export class PacedEvents<Event> {
  readonly #apply: (events: Event[]) => void;
  #waiting: Event[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = 0;
  #scrolledAt = -stillMs;

  constructor(apply: (events: Event[]) => void) {
    this.#apply = apply;
  }

  /** The page, or something in it, moves. */
  scrolled = () => {
    this.#scrolledAt = performance.now();
  };

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
    const now = performance.now();
    this.#timer = setTimeout(() => this.#flush(), paceMs);
    if (now - this.#scrolledAt < stillMs && now - this.#flushedAt < scrollPaceMs) return;
    this.#flushedAt = now;
    const events = this.#waiting;
    this.#waiting = [];
    this.#apply(events);
  }
}

/** Of a page; it ends with it. */
export function usePacedEvents<Event>(apply: (events: Event[]) => void): PacedEvents<Event> {
  const [paced] = useState(() => new PacedEvents(apply));
  useEffect(() => {
    const options = { passive: true, capture: true };
    document.addEventListener('scroll', paced.scrolled, options);
    return () => {
      document.removeEventListener('scroll', paced.scrolled, options);
      paced.stop();
    };
  }, [paced]);
  return paced;
}
