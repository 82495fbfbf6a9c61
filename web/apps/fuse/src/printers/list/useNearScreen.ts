import { startTransition, useCallback, useState } from 'react';

type Tell = (near: boolean) => void;

const told = new WeakMap<Element, Tell>();

/** One for all cards: some hundred pixels before they are seen. */
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

/** Whether the element that `observe` is given is on the screen, or soon will be. */
export function useNearScreen() {
  const [near, setNear] = useState(true);
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element || !('IntersectionObserver' in window)) return undefined;
    told.set(element, setNear);
    observerOfAll().observe(element);
    return () => observerOfAll().unobserve(element);
  }, []);
  return { near, observe };
}
