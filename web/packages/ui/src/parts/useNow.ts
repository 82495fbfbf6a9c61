import { useSyncExternalStore } from 'react';
import { pageFlies } from './movingPage';

/** One clock for the whole page, one tick a second; none while nobody reads it, or could. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) now = Date.now();
  timer ??= setInterval(() => {
    if (pageFlies()) return;
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useNow(): number {
  return useClock((time) => time);
}

/** What is read off the clock: drawn again only when that changes, not with every tick. */
export function useClock<Reading extends string | number | boolean>(read: (now: number) => Reading): Reading {
  return useSyncExternalStore(subscribe, () => read(now));
}
