import { startTransition, useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import { childrenOf } from './shownTiles';

/** What stands where a tile will be in a moment. */
export const awaitedTile = '[data-awaited]';

/** Of the tiles that are near: those that are in the page, and those that are made, hidden, to come next. */
interface Admitted {
  near: string[] | undefined;
  shown: ReadonlySet<string>;
  coming: string[];
}

/** One of so many comes at a time: a row on a calm way, and more for whoever scrolls in a hurry. */
const share = 4;

/**
 * Of the tiles that are near, those that may be drawn; at once what would be missing on the screen, the others a few at a
 * time, in three frames: in one they are made, in the next they are shown, and in that after it the page has rest. To make
 * a tile, to lay it out and to paint it costs more than one frame has, and whoever scrolls would miss it. One that went and
 * comes again is made, but not yet laid out. `near` is the same list until it changes; without one every tile is drawn,
 * and those that stand there stay when there is one again.
 */
export function useAdmitted(grid: RefObject<HTMLElement | null>, near: string[] | undefined): Admitted {
  const [admitted, setAdmitted] = useState<Admitted>(() => allOf(near));
  if (near !== admitted.near) setAdmitted(among(near, admitted));
  const { shown, coming } = admitted;
  const missing = near?.filter((id) => !shown.has(id)) ?? [];
  const next = missing.slice(0, Math.ceil(missing.length / share)).join('\n');

  useLayoutEffect(() => {
    const blank = near ? onScreen(grid.current).filter((id) => near.includes(id)) : [];
    // oxlint-disable-next-line react/set-state-in-effect -- what is on the screen is known only when it stands there
    if (blank.length > 0) setAdmitted((before) => show(before, blank));
  }, [grid, near]);

  useEffect(() => {
    if (coming.length > 0) return afterFrames(1, () => setAdmitted((before) => show(before, before.coming)));
    if (next === '') return undefined;
    return afterFrames(2, () => startTransition(() => setAdmitted((before) => ({ ...before, coming: next.split('\n') }))));
  }, [coming, next]);
  return admitted;
}

const allOf = (near: string[] | undefined): Admitted => ({ near, shown: new Set(near), coming: [] });

function among(near: string[] | undefined, before: Admitted): Admitted {
  if (!near || !before.near) return allOf(near);
  return { near, shown: new Set(near.filter((id) => before.shown.has(id))), coming: near.filter((id) => before.coming.includes(id)) };
}

const show = (before: Admitted, ids: string[]): Admitted => ({
  ...before,
  shown: new Set([...before.shown, ...ids]),
  coming: before.coming.filter((id) => !ids.includes(id)),
});

function afterFrames(count: number, act: () => void): () => void {
  let frame = 0;
  const wait = (left: number) => {
    frame = requestAnimationFrame(() => (left > 1 ? wait(left - 1) : act()));
  };
  wait(count);
  return () => cancelAnimationFrame(frame);
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
