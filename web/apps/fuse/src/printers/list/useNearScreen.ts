import { startTransition, useCallback, useState } from 'react';

const changes = 'contentvisibilityautostatechange';

/** Whether the browser draws the element that `observe` is given (its style says `content-visibility: auto`), or leaves it out. */
export function useNearScreen() {
  const [near, setNear] = useState(true);
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    // In small pieces: somebody is scrolling.
    const tell = (event: Event) => startTransition(() => setNear(!(event as ContentVisibilityAutoStateChangeEvent).skipped));
    element.addEventListener(changes, tell);
    return () => element.removeEventListener(changes, tell);
  }, []);
  return { near, observe };
}
