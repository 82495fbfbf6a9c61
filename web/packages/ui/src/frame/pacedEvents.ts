import { useEffect, useState } from 'react';
import { pageFlies } from '../parts/movingPage';

const paceMs = 50;

/** What one printer says. */
interface Change {
  id: string;
}

/**
 * A calm farm is shown at once; what a busy one says within a blink is shown together, so that fifty printers cost the
 * page twenty changes a second and not fifty. While somebody scrolls faster than they read it waits until they look.
 */
export class PacedEvents<Event extends Change> {
  readonly #apply: (events: Event[]) => void;
  #waiting: Event[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

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
    if (pageFlies()) return;
    const events = this.#waiting;
    this.#waiting = [];
    this.#apply(events);
  }
}

/** What each printer says, in its order. */
export function byPrinter<Event extends Change>(events: Event[]): Map<string, Event[]> {
  const of = new Map<string, Event[]>();
  for (const event of events) {
    const said = of.get(event.id);
    if (said) said.push(event);
    else of.set(event.id, [event]);
  }
  return of;
}

/** Of a page; it ends with it. */
export function usePacedEvents<Event extends Change>(apply: (events: Event[]) => void): PacedEvents<Event> {
  const [paced] = useState(() => new PacedEvents(apply));
  useEffect(() => () => paced.stop(), [paced]);
  return paced;
}
