/** A camera that may be watched with all the others. */
export interface Seat {
  start: () => void;
  stop: () => void;
}

interface Placed {
  seat: Seat;
  inView: boolean;
  /** Being watched, or meant to be. */
  wanted: boolean;
  available: boolean;
  /** Started by us, not by a click on it. */
  ours: boolean;
  /** Closed by a person while all were being watched: stays closed. */
  closed: boolean;
}

export const limits = [4, 9, 16, 25, 36, 64];
const usualLimit = 16;
const settleMs = 250;
const memory = 'gantry.watch_limit';

function rememberedLimit(): number {
  const kept = Number(localStorage.getItem(memory));
  return limits.includes(kept) ? kept : usualLimit;
}

/**
 * Many cameras live at once: as many as the limit allows of those in view, in their order on the page. Owned by the
 * dashboard; tiles take a place in it and leave it.
 */
export class WatchAll {
  on = false;
  limit = rememberedLimit();
  readonly #places = new Map<Element, Placed>();
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #observer: IntersectionObserver | undefined;

  constructor() {
    if (!('IntersectionObserver' in window)) return;
    this.#observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) this.see(target, isIntersecting);
    });
  }

  /** Answers how to leave. */
  join(element: Element, seat: Seat): () => void {
    this.#places.set(element, { seat, inView: !this.#observer, wanted: false, available: false, ours: false, closed: false });
    this.#observer?.observe(element);
    this.changed();
    return () => {
      this.#observer?.unobserve(element);
      this.#places.delete(element);
      this.changed();
    };
  }

  /** How it stands with the camera there. */
  tell(element: Element, wanted: boolean, available: boolean): void {
    const place = this.#places.get(element);
    if (!place) return;
    // Closed by whoever looks at it: it stays closed.
    if (place.ours && place.wanted && !wanted) Object.assign(place, { ours: false, closed: true });
    Object.assign(place, { wanted, available });
    this.changed();
  }

  see(element: Element, inView: boolean): void {
    const place = this.#places.get(element);
    if (!place) return;
    place.inView = inView;
    this.changed();
  }

  /** A seat was taken, left, closed or can be reached again: decides a moment later, for they come in swarms. */
  changed = (): void => {
    if (!this.on) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#settle();
    }, settleMs);
  };

  start = (): void => {
    this.on = true;
    for (const place of this.#places.values()) place.closed = false;
    this.#settle();
    this.#tell();
  };

  /** Every video, also those that were started one by one. */
  stop = (): void => {
    this.on = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const place of this.#places.values()) {
      if (place.wanted) this.#end(place);
    }
    this.#tell();
  };

  setLimit = (limit: number): void => {
    this.limit = limit;
    localStorage.setItem(memory, String(limit));
    if (this.on) this.#settle();
    this.#tell();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #settle(): void {
    if (!this.on) return;
    for (const place of this.#places.values()) if (!place.inView && place.ours) this.#end(place);
    const seen = [...this.#places].filter(([, { inView }]) => inView).toSorted(([one], [other]) => inPageOrder(one, other));
    const running = seen.filter(([, { wanted }]) => wanted);
    for (const [, place] of running.slice(this.limit)) if (place.ours) this.#end(place);
    let free = this.limit - running.length;
    for (const [, place] of seen) {
      if (free <= 0) break;
      if (place.closed || place.wanted || !place.available) continue;
      Object.assign(place, { ours: true, wanted: true });
      place.seat.start();
      free -= 1;
    }
  }

  #end(place: Placed): void {
    Object.assign(place, { ours: false, wanted: false });
    place.seat.stop();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function inPageOrder(one: Element, other: Element): number {
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
