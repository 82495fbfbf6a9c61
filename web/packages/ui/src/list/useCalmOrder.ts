import { useEffect, useState } from 'react';

const calmMs = 8000;

interface Named {
  printer: { id: string };
}

/**
 * Cards do not change places under somebody's hand: while a pointer or the focus is at work in the grid the order
 * stays, and it follows again a moment later. `key` is what the person asked for; another one counts at once.
 */
export function useCalmOrder<View extends Named>(sorted: View[], key: string) {
  const [held, setHeld] = useState<{ key: string; ids: string[]; until: number }>();
  const active = held?.key === key ? held : undefined;
  useEffect(() => {
    if (!held) return undefined;
    const timer = setTimeout(() => setHeld(undefined), held.until - Date.now());
    return () => clearTimeout(timer);
  }, [held]);
  const hold = () => {
    const now = Date.now();
    // Not for every pixel of a pointer's way.
    if (active && active.until - now > calmMs - 1000) return;
    setHeld({ key, ids: active?.ids ?? sorted.map(({ printer }) => printer.id), until: now + calmMs });
  };
  return {
    order: active ? inOrder(sorted, active.ids) : sorted,
    grid: { onPointerMove: hold, onPointerDown: hold, onKeyDown: hold, onPointerLeave: () => setHeld(undefined) },
  };
}

/** Those of before in their old order, new ones behind them. */
export function inOrder<View extends Named>(sorted: View[], ids: string[]): View[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const place = ({ printer }: View) => places.get(printer.id) ?? ids.length;
  return sorted.toSorted((one, other) => place(one) - place(other));
}
