import { useEffect, useEffectEvent, type RefObject } from 'react';
import { shownTiles } from './shownTiles';

/** Tells which of the tiles that are shown, counted from 0, the focus comes to. */
export function useLastFocused(grid: RefObject<HTMLElement | null>, tell: (at: number) => void): void {
  const told = useEffectEvent(tell);
  useEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const focused = ({ target }: FocusEvent) => {
      const at = shownTiles(element).findIndex((tile) => tile.contains(target as Element));
      if (at >= 0) told(at);
    };
    element.addEventListener('focusin', focused);
    return () => element.removeEventListener('focusin', focused);
  }, [grid]);
}
