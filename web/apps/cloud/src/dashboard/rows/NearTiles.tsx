import { useState, type ReactNode, type RefObject } from 'react';
import type { PrinterView } from '../../api';
import { useNearRows } from './useNearRows';

interface Props {
  grid: RefObject<HTMLElement | null>;
  printers: PrinterView[];
  /** Of a row with its gap, before any was measured, in pixels. */
  usualHeight: number;
  children: (view: PrinterView, near: boolean) => ReactNode;
}

/** The tiles of a grid, and the room of those that are far from the screen. */
export function NearTiles({ grid, printers, usualHeight, children }: Props) {
  const { first, end, before, after } = useNearRows(grid, printers.length, usualHeight);
  return (
    <>
      {before > 0 && <Rest height={before} />}
      {printers.map((view, index) => children(view, index >= first && index < end))}
      {after > 0 && <Rest height={after} />}
    </>
  );
}

function Rest({ height }: { height: number }) {
  return <li className="grid-rest" data-rest aria-hidden style={{ height }} />;
}

/** What a tile shows: one that is far away again stays as it was, and one that was never near shows nothing. */
export function useNear(view: PrinterView, near: boolean): PrinterView | undefined {
  const [kept, setKept] = useState<PrinterView | undefined>(near ? view : undefined);
  if (near && kept !== view) setKept(view);
  return near ? view : kept;
}
