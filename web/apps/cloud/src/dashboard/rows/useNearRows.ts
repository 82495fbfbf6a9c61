import { startTransition, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { RowHeights } from './rowHeights';

/** So many tiles are in the page wherever it stands. */
const few = 24;
/** So many of more are drawn before it is known how many columns there are. */
const firstTiles = 12;
/** So far beyond the screen tiles are there already. */
const margin = 600;
/** Shorter ways bring no row near. */
const step = 100;

export interface NearRows {
  /** Tiles from `first` to before `end` are near the screen. */
  first: number;
  end: number;
  /** The room of those before and behind them. */
  before: number;
  after: number;
  /** Where the top of the grid is to stand in the window, because its tiles went elsewhere. */
  moved?: number | undefined;
}

/**
 * Of a grid of hundreds only the rows near the screen are in the page; what was there once may stay, hidden. The grid's
 * children are its tiles in their order, beside what is `hidden` and the places of the others (`data-rest`).
 */
export function useNearRows(grid: RefObject<HTMLElement | null>, count: number, usualHeight: number): NearRows {
  const all = count <= few;
  const [heights] = useState(() => new RowHeights(usualHeight));
  const [near, setNear] = useState<NearRows>({ first: 0, end: firstTiles, before: 0, after: 0 });

  /** Until it stands where it is to stand, nothing that is seen counts. */
  const moving = useRef(false);

  const look = useEffectEvent((element: HTMLElement, tiles: number) => {
    if (moving.current) return;
    const columns = columnsOf(element);
    const regrouped = columns !== heights.columns;
    if (regrouped) heights.regroup(columns);
    measure(element, Math.floor(near.first / columns), heights);
    // The tiles on the screen stay there, whichever row they are in now.
    const { top } = element.getBoundingClientRect();
    const moved = regrouped && top < 0 ? -heights.seenAt() : undefined;
    if (!regrouped) heights.look(-top, tiles);
    const next = { ...nearRows(moved ?? top, tiles, heights), moved };
    if (same(next, near)) return;
    moving.current = moved !== undefined;
    setNear(next);
  });

  useLayoutEffect(() => {
    moving.current = false;
    if (grid.current && near.moved !== undefined) window.scrollBy(0, grid.current.getBoundingClientRect().top - near.moved);
  }, [grid, near]);

  useEffect(() => {
    const element = grid.current;
    if (all || !element) return undefined;
    let lookedAt = window.scrollY;
    const scrolled = () => {
      if (Math.abs(window.scrollY - lookedAt) < step) return;
      lookedAt = window.scrollY;
      // In small pieces: somebody is scrolling.
      startTransition(() => look(element, count));
    };
    const resized = () => look(element, count);
    // It also tells what it finds at first.
    const observer = new ResizeObserver(resized);
    observer.observe(element);
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('resize', resized);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', scrolled);
      window.removeEventListener('resize', resized);
    };
  }, [grid, all, count]);
  return all ? { first: 0, end: count, before: 0, after: 0 } : near;
}

const same = (one: NearRows, other: NearRows) =>
  one.first === other.first && one.end === other.end && one.before === other.before && one.after === other.after && one.moved === other.moved;

function columnsOf(grid: HTMLElement): number {
  return getComputedStyle(grid).gridTemplateColumns.split(' ').length;
}

/** What stands there now, from row `first` on; of the last row nothing is known but its tiles. */
function measure(grid: HTMLElement, first: number, heights: RowHeights): void {
  const { columns } = heights;
  const tiles = grid.querySelectorAll<HTMLElement>(':scope > :not([hidden], [data-rest])');
  for (let at = 0; at + columns < tiles.length; at += columns)
    heights.set(first + at / columns, tiles[at + columns]!.offsetTop - tiles[at]!.offsetTop);
}

/** `top`: of the grid, in the window. */
function nearRows(top: number, count: number, heights: RowHeights): NearRows {
  const { columns } = heights;
  const rows = Math.ceil(count / columns);
  const { first, end } = heights.within(-margin - top, window.innerHeight + margin - top, rows);
  return {
    first: first * columns, end: Math.min(count, end * columns),
    before: heights.between(0, first), after: heights.between(end, rows),
  };
}
