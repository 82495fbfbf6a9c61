import { startTransition, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { RowHeights, withKept, type Span } from './rowHeights';
import { shownTiles } from './shownTiles';

/** So many tiles are in the page wherever it stands. */
export const fewTiles = 24;
/** So many of more are drawn before it is known how many columns there are. */
const firstTiles = 12;
/** So far beyond the screen tiles are there already. */
const margin = 600;
/** Shorter ways bring no row near. */
const step = 100;

interface Shown extends NearRows {
  /** Of the row where this tile stands, with its gap. */
  heightOf: (tile: number) => number;
}

export interface NearRows {
  /** The tiles that are shown, in their order. */
  spans: Span[];
  /** The room of those before each span, and of those behind the last. */
  rests: number[];
  /** Where the top of the grid is to stand in the window, because its tiles went elsewhere. */
  moved?: number | undefined;
}

interface Tiles {
  name: string;
  count: number;
  /** The one that stays wherever the screen is; -1 for none. */
  kept: number;
  usualHeight: number;
}

/** For the pages that were left and are opened again: whoever goes back finds what they saw at the same place. */
const known = new Map<string, RowHeights>();

function heightsOf(name: string, usualHeight: number): RowHeights {
  const heights = known.get(name) ?? new RowHeights(usualHeight);
  known.set(name, heights);
  return heights;
}

/**
 * Of a grid of hundreds only the rows near the screen are in the page; what was there once may stay, hidden. The grid's
 * children are its tiles in their order, beside what is `hidden` and the places of the others (`data-rest`).
 */
export function useNearRows(grid: RefObject<HTMLElement | null>, { name, count, kept, usualHeight }: Tiles): Shown {
  const all = count <= fewTiles;
  const [heights] = useState(() => heightsOf(name, usualHeight));
  const [near, setNear] = useState<NearRows>(() => (heights.columns > 0 ? nearRows(0, count, kept, heights) : { spans: [{ first: 0, end: firstTiles }], rests: [0, 0] }));

  /** Until it stands where it is to stand, nothing that is seen counts. */
  const moving = useRef(false);

  /** Where the grid stood in the page when that was looked at last. */
  const origin = useRef(0);

  const show = (next: NearRows) => {
    if (!same(next, near)) setNear(next);
  };

  /** Of what is known: to ask the browser while somebody scrolls would make it lay out the page once more. */
  const glance = useEffectEvent((tiles: number, stays: number) => {
    if (moving.current || heights.columns === 0) return;
    const top = origin.current - window.scrollY;
    heights.look(-top, tiles);
    const next = nearRows(top, tiles, stays, heights);
    // In small pieces: somebody is scrolling. Not for whoever has just jumped far away.
    if (seesTiles(top, near.spans, heights)) startTransition(() => show(next));
    else show(next);
  });

  const look = useEffectEvent((element: HTMLElement, tiles: number, stays: number) => {
    if (moving.current) return;
    const columns = columnsOf(element);
    const regrouped = columns !== heights.columns;
    if (regrouped) heights.regroup(columns);
    measure(element, near.spans, heights);
    // The tiles on the screen stay there, whichever row they are in now.
    const { top } = element.getBoundingClientRect();
    origin.current = top + window.scrollY;
    const moved = regrouped && top < 0 ? -heights.seenAt() : undefined;
    if (!regrouped) heights.look(-top, tiles);
    const next = { ...nearRows(moved ?? top, tiles, stays, heights), moved };
    moving.current = moved !== undefined && !same(next, near);
    show(next);
  });

  useLayoutEffect(() => {
    moving.current = false;
    if (grid.current && near.moved !== undefined) window.scrollBy(0, grid.current.getBoundingClientRect().top - near.moved);
  }, [grid, near]);

  const [attached, setAttached] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect -- the grid is not known yet when the effects of what is within it run first
  useLayoutEffect(() => setAttached(true), []);

  // Before anybody sees that others stand there now, or that the one with the focus is hidden.
  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- where the tiles stand is known only when they do
    if (attached && grid.current && !all) look(grid.current, count, kept);
  }, [attached, grid, all, count, kept]);

  useEffect(() => {
    const element = grid.current;
    if (all || !element) return undefined;
    let lookedAt = window.scrollY;
    const scrolled = () => {
      if (Math.abs(window.scrollY - lookedAt) < step) return;
      lookedAt = window.scrollY;
      glance(count, kept);
    };
    const resized = () => look(element, count, kept);
    // It also tells what it finds at first.
    const observer = new ResizeObserver(resized);
    observer.observe(element);
    observer.observe(document.body); // what stands above the grid, too
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('resize', resized);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', scrolled);
      window.removeEventListener('resize', resized);
    };
  }, [grid, all, count, kept]);
  const heightOf = (tile: number) => heights.of(Math.floor(tile / heights.columns));
  return all ? { spans: [{ first: 0, end: count }], rests: [0, 0], heightOf } : { ...near, heightOf };
}

const same = (one: NearRows, other: NearRows) => JSON.stringify(one) === JSON.stringify(other);

/** Whether any of the tiles that are shown stands on the screen. `top`: of the grid, in the window. */
function seesTiles(top: number, spans: Span[], heights: RowHeights): boolean {
  const endsAt = (tile: number) => top + heights.between(0, Math.ceil(tile / heights.columns));
  return spans.some(({ first, end }) => endsAt(end) > 0 && endsAt(first) < window.innerHeight);
}

function columnsOf(grid: HTMLElement): number {
  return getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}

/** What stands there now; of the last row of each span nothing is known but its tiles. */
function measure(grid: HTMLElement, spans: Span[], heights: RowHeights): void {
  const { columns } = heights;
  const tiles = shownTiles(grid);
  // One that is kept has just gone elsewhere: it stands in no row of its own yet.
  if (tiles.length !== spans.reduce((sum, { first, end }) => sum + end - first, 0)) return;
  let from = 0;
  for (const { first, end } of spans) {
    const to = from + end - first;
    for (let at = from; at + columns < to; at += columns) {
      // With its fraction: half a pixel less in the room of a row, and the browser draws the whole screen anew.
      const height = topOf(tiles[at + columns]!) - topOf(tiles[at]!);
      // A page that is not laid out tells nothing.
      if (height > 0) heights.set(Math.floor((first + at - from) / columns), height);
    }
    from = to;
  }
}

const topOf = (tile: HTMLElement) => tile.getBoundingClientRect().top;

/** `top`: of the grid, in the window. */
function nearRows(top: number, count: number, kept: number, heights: RowHeights): NearRows {
  const { columns } = heights;
  const rows = Math.ceil(count / columns);
  const near = heights.within(-margin - top, window.innerHeight + margin - top, rows);
  const shown = withKept(near, kept < 0 ? undefined : Math.floor(kept / columns), rows);
  const rests = [...shown, { first: rows, end: rows }].map(({ first }, at) => heights.between(shown[at - 1]?.end ?? 0, first));
  return { spans: shown.map(({ first, end }) => ({ first: first * columns, end: Math.min(count, end * columns) })), rests };
}
