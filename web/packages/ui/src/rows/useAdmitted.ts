import { startTransition, useEffect, useLayoutEffect, useState, type RefObject } from 'react';

/** What stands where a tile will be in a moment. */
export const awaitedTile = '[data-awaited]';

/**
 * Of the tiles that are near, those that may be drawn: one more with each frame, since a row of them at once would cost
 * whoever scrolls several; at once what would be missing on the screen.
 */
export function useAdmitted(grid: RefObject<HTMLElement | null>, near: string[]): ReadonlySet<string> {
  const [admitted, setAdmitted] = useState<ReadonlySet<string>>(() => new Set(near));
  const next = near.find((id) => !admitted.has(id));

  useLayoutEffect(() => {
    const missing = onScreen(grid.current).filter((id) => near.includes(id));
    // oxlint-disable-next-line react/set-state-in-effect -- what is on the screen is known only when it stands there
    if (missing.length > 0) setAdmitted((before) => new Set([...before, ...missing]));
  }, [grid, near]);

  useEffect(() => {
    if (next === undefined) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setAdmitted((before) => new Set([...before, next]))));
    return () => cancelAnimationFrame(frame);
  }, [next]);
  return admitted;
}

function onScreen(grid: HTMLElement | null): string[] {
  const awaited = [...(grid?.querySelectorAll<HTMLElement>(`:scope > ${awaitedTile}`) ?? [])];
  return awaited
    .filter((place) => {
      const { top, bottom } = place.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    })
    .map(({ dataset }) => dataset.awaited!);
}
