import { startTransition, useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { childrenOf } from './shownTiles';

/** What stands where a tile will be in a moment. */
export const awaitedTile = '[data-awaited]';

/**
 * Of the tiles that are near, those that may be drawn: one more with every second frame, since to make a tile and to lay it
 * out costs more than one frame has, and whoever scrolls would miss several for a row of them; at once what would be
 * missing on the screen. `near` is the same list until it changes; without one every tile is drawn, and those that stand
 * there stay when there is one again.
 */
export function useAdmitted(grid: RefObject<HTMLElement | null>, near: string[] | undefined): ReadonlySet<string> | undefined {
  const [admitted, setAdmitted] = useState<ReadonlySet<string> | undefined>(() => near && new Set(near));
  if (!near !== !admitted) setAdmitted(near && new Set(near));
  const next = near?.find((id) => !admitted?.has(id));

  useLayoutEffect(() => {
    const missing = near ? onScreen(grid.current).filter((id) => near.includes(id)) : [];
    // oxlint-disable-next-line react/set-state-in-effect -- what is on the screen is known only when it stands there
    if (missing.length > 0) setAdmitted((before) => new Set([...(before ?? []), ...missing]));
  }, [grid, near]);

  useEffect(() => {
    if (next === undefined) return undefined;
    const admit = () => startTransition(() => setAdmitted((before) => new Set([...(before ?? []), next])));
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(admit);
    });
    return () => cancelAnimationFrame(frame);
  }, [next]);
  return admitted;
}

function onScreen(grid: HTMLElement | null): string[] {
  return (grid ? childrenOf(grid) : [])
    .filter((place) => {
      if (!place.matches(awaitedTile)) return false;
      const { top, bottom } = place.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    })
    .map(({ dataset }) => dataset.awaited!);
}
