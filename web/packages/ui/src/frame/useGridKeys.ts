import { useEffect, useRef, type RefObject } from 'react';

type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
const directions: Record<Direction, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const tileOrLine = 'li, tr';

/** Arrow keys move between the tiles of a grid, by where they stand on the screen. */
export function useGridKeys<Element extends HTMLElement>(selector: string): RefObject<Element | null> {
  const grid = useRef<Element>(null);
  useEffect(() => {
    const element = grid.current;
    const onKey = (event: KeyboardEvent) => {
      const direction = directions[event.key as Direction];
      const from = document.activeElement;
      if (!element || !direction || !from || !element.contains(from) || document.fullscreenElement) return;
      // Where arrows already mean something.
      if (from.matches('input, select, textarea')) return;
      const targets = [...element.querySelectorAll(':scope > :not([hidden], [data-rest])')].map((tile) => tile.querySelector<HTMLElement>(selector));
      const next = nearest(targets.filter((target) => target !== null), from, direction);
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
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
