import { useEffect, useState } from 'react';
import { hear } from '../parts/heard';
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

interface Report {
  last_report_at?: number;
}

/** What a page is told of printers: what one of them says, or all of them anew. */
type PrinterEvent =
  | (Change & { type: 'printer'; changes?: Report })
  | { type: 'printers'; printers: Array<{ printer: { id: string }; state: Report }> };

export type ChangeOf<Event> = Extract<Event, { type: 'printer' }>;

/**
 * Of a page; it ends with it. Answers who takes its events: what printers say is heard when it comes and shown at the
 * page's pace, everything else at once. All printers anew replace what waits, since it is in them.
 */
export function usePacedEvents<Event extends { type: string }>(
  applyChanges: (changes: Array<ChangeOf<Event>>) => void,
  apply: (event: Event) => void,
): (event: Event) => void {
  const [paced] = useState(() => new PacedEvents<ChangeOf<Event> & Change>(applyChanges));
  useEffect(() => () => paced.stop(), [paced]);
  return (event) => {
    const told = event as unknown as PrinterEvent;
    if (told.type === 'printer') {
      hear(told.id, told.changes?.last_report_at);
      return paced.take(event as ChangeOf<Event> & Change);
    }
    if (told.type === 'printers') {
      for (const { printer, state } of told.printers) hear(printer.id, state.last_report_at);
      paced.forget();
    }
    return apply(event);
  };
}
