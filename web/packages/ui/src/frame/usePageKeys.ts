import { useEffect, useEffectEvent } from 'react';

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';

/** Meant for the page: nothing has taken it, nobody types, and no dialog lies over the page. */
export function isForPage(event: KeyboardEvent): boolean {
  return !event.defaultPrevented && !(event.target as Element).matches?.(typing) && !document.querySelector('[role="dialog"]');
}

/** Pressed alone, or with Shift. */
export const isPlain = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => !ctrlKey && !metaKey && !altKey;

/** Keys of a page; `press` answers whether the key meant something. */
export function usePageKeys(press: (event: KeyboardEvent) => boolean, enabled = true): void {
  const pressed = useEffectEvent(press);
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (isForPage(event) && pressed(event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled]);
}
