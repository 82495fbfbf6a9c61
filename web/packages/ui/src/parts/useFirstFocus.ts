import { useEffect, useRef, type RefObject } from 'react';

/** The focus for what takes the place of something that had it. */
export function useFirstFocus<Element extends HTMLElement>(): RefObject<Element | null> {
  const first = useRef<Element>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}
