import { startTransition, useCallback, useState } from 'react';
import type { PrinterView } from '../api';

type Tell = (near: boolean) => void;

const told = new WeakMap<Element, Tell>();

/** One for all tiles: some hundred pixels before they are seen. */
let observer: IntersectionObserver | undefined;

function observerOfAll(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      // In small pieces: somebody is scrolling.
      startTransition(() => {
        for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
      });
    },
    { rootMargin: '600px 0px' },
  );
  return observer;
}

/**
 * A farm of hundreds draws what is on the screen: a tile that has not come near it is only its name, and one that is far
 * away again stays as it was. `observe` takes the tile.
 */
export function useSeen(view: PrinterView, first: boolean) {
  const [near, setNear] = useState(first || !('IntersectionObserver' in window));
  const [seen, setSeen] = useState<PrinterView | undefined>(near ? view : undefined);
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element || !('IntersectionObserver' in window)) return undefined;
    told.set(element, setNear);
    observerOfAll().observe(element);
    return () => observerOfAll().unobserve(element);
  }, []);
  if (near && seen !== view) setSeen(view);
  return { seen: near ? view : seen, observe };
}
