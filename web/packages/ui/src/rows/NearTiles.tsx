import { Fragment, useMemo, useState, type ReactNode, type RefObject } from 'react';
import { useLastFocused } from './useLastFocused';
import { useAdmitted } from './useAdmitted';
import { fewTiles, useNearRows } from './useNearRows';

interface Named {
  printer: { id: string };
}

interface Props<View extends Named> {
  grid: RefObject<HTMLElement | null>;
  /** Of the grid: when its page is opened again, its rows are as tall as they were. */
  name: string;
  printers: View[];
  /** Of a row with its gap, before any was measured, in pixels. */
  usualHeight: number;
  /** What stands for the others: a line of a table among lines. */
  rest?: 'li' | 'tr';
  children: (view: View, nearness: Nearness, index: number) => ReactNode;
}

/** To the screen; a tile that is coming is made, and hidden. */
export type Nearness = 'far' | 'coming' | 'near';

/**
 * The tiles of a grid, and the room of those that are far from the screen. The tile that had the focus last stays, with the
 * rows above and below it: whoever goes on by keyboard finds it, and its neighbours.
 */
export function NearTiles<View extends Named>({ grid, name, printers, usualHeight, rest: Rest = 'li', children }: Props<View>) {
  const [focused, setFocused] = useState<string>();
  const kept = focused === undefined ? -1 : printers.findIndex(({ printer }) => printer.id === focused);
  const { spans, rests, heightOf } = useNearRows(grid, { name, count: printers.length, kept, usualHeight });
  const isNear = (index: number) => index === kept || spans.some(({ first, end }) => index >= first && index < end);
  const restBefore = (index: number) => rests[spans.findIndex(({ first }) => first === index)] ?? 0;
  useLastFocused(grid, (at) => setFocused(printers.filter((_, index) => isNear(index))[at]?.printer.id));
  const last = rests.at(-1) ?? 0;
  // Lines cost little, and the screen shows many at once.
  const byTile = Rest === 'li' && printers.length > fewTiles;
  const nearIds = printers.flatMap(({ printer }, index) => (isNear(index) ? [printer.id] : [])).join('\n');
  const { shown, coming } = useAdmitted(grid, useMemo(() => (byTile ? nearIds.split('\n') : undefined), [byTile, nearIds]));
  const isAwaited = (id: string, index: number) => byTile && isNear(index) && !shown.has(id);
  const nearness = (id: string, index: number): Nearness => {
    if (isAwaited(id, index)) return coming.includes(id) ? 'coming' : 'far';
    return isNear(index) ? 'near' : 'far';
  };
  return (
    <>
      {printers.map((view, index) => (
        <Fragment key={view.printer.id}>
          {restBefore(index) > 0 && <Rest className="grid-rest" data-rest aria-hidden style={{ height: restBefore(index) }} />}
          {isAwaited(view.printer.id, index) && <li data-awaited={view.printer.id} aria-hidden style={{ height: `calc(${heightOf(index)}px - var(--gap))` }} />}
          {children(view, nearness(view.printer.id, index), index)}
        </Fragment>
      ))}
      {last > 0 && <Rest className="grid-rest" data-rest="last" aria-hidden style={{ height: last }} />}
    </>
  );
}

/** What a tile shows: one that is far away again stays as it was, and one that was never near shows nothing. */
export function useNear<View>(view: View, nearness: Nearness): View | undefined {
  const [kept, setKept] = useState<View | undefined>(nearness === 'far' ? undefined : view);
  if (nearness !== 'far' && kept !== view) setKept(view);
  return nearness === 'far' ? kept : view;
}
