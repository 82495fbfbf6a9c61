import { useEffect, useRef, type RefObject } from 'react';
import { awaitedTile } from '../rows/useAdmitted';

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
const directions: Record<Direction, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const tileOrLine = 'li, tr';
/** One more is drawn with each: enough for all that are near the screen. */
const framesToWait = 60;

/** Arrow keys move between the tiles of a grid, by where they stand on the screen. */
export function useGridKeys<Grid extends HTMLElement>(selector: string): RefObject<Grid | null> {
  const grid = useRef<Grid>(null);
  useEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const places = () => [...element.querySelectorAll<HTMLElement>(':scope > :not([hidden], [data-rest])')];
    const targetOf = (place: HTMLElement) => (place.matches(awaitedTile) ? place : place.querySelector<HTMLElement>(selector));
    /** What stands there in a moment is waited for: its neighbours are not what was meant. */
    const go = (from: Element, direction: [number, number], frames: number): boolean => {
      const next = nearest(places().map(targetOf).filter((target) => target !== null), from, direction);
      if (!next?.matches(awaitedTile)) next?.focus();
      else if (frames > 0) requestAnimationFrame(() => document.activeElement === from && go(from, direction, frames - 1));
      return next !== undefined;
    };
    const onKey = (event: KeyboardEvent) => {
      const direction = directions[event.key as Direction];
      const from = document.activeElement;
      if (!direction || !from || !element.contains(from) || document.fullscreenElement) return;
      // Where arrows already mean something.
      if (from.matches('input, select, textarea')) return;
      if (go(from, direction, framesToWait)) event.preventDefault();
    };
    element.addEventListener('keydown', onKey);
    return () => element.removeEventListener('keydown', onKey);
  }, [selector]);
  return grid;
}

function centre(element: Element): readonly [number, number] {
  const box = element.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function nearest(targets: HTMLElement[], from: Element, [x, y]: [number, number]): HTMLElement | undefined {
  const [fromX, fromY] = centre(from.closest(tileOrLine) ?? from);
  let best: HTMLElement | undefined;
  let bestCost = Infinity;
  for (const target of targets) {
    const [toX, toY] = centre(target.closest(tileOrLine) ?? target);
    const along = (toX - fromX) * x + (toY - fromY) * y;
    const across = Math.abs((toX - fromX) * y) + Math.abs((toY - fromY) * x);
    const cost = along + 3 * across;
    if (along < 4 || cost >= bestCost) continue;
    best = target;
    bestCost = cost;
  }
  return best;
}
