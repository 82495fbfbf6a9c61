import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PrinterView } from '../../api';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Boxes are shown without a pointer over them. */
  mode: boolean;
  setMode: (on: boolean) => void;
  toggle: (id: string, range: boolean) => void;
  all: () => void;
  only: (ids: string[]) => void;
  clear: () => void;
}

/** Which of the shown printers are chosen. What is no longer shown is no longer chosen. */
export function useSelection(shown: PrinterView[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mode, setMode] = useState(false);
  const order = useRef<string[]>([]);
  const anchor = useRef<string>(undefined);
  useEffect(() => {
    order.current = shown.map(({ printer }) => printer.id);
  });
  const toggle = useCallback((id: string, range: boolean) => {
    const from = range && anchor.current ? order.current.indexOf(anchor.current) : -1;
    const to = order.current.indexOf(id);
    setChosen((before) => {
      const next = new Set(before);
      const on = !before.has(id);
      const ids = from < 0 ? [id] : order.current.slice(Math.min(from, to), Math.max(from, to) + 1);
      for (const one of ids) {
        if (on || from >= 0) next.add(one);
        else next.delete(one);
      }
      return next;
    });
    anchor.current = id;
  }, []);
  const all = useCallback(() => setChosen(new Set(order.current)), []);
  const only = useCallback((ids: string[]) => setChosen(new Set(ids)), []);
  const clear = useCallback(() => {
    setChosen((before) => (before.size === 0 ? before : new Set()));
    setMode(false);
  }, []);
  const present = useMemo(() => {
    if (chosen.size === 0) return chosen;
    return new Set(shown.map(({ printer }) => printer.id).filter((id) => chosen.has(id)));
  }, [shown, chosen]);
  return useMemo(() => ({ ids: present, mode: mode || present.size > 0, setMode, toggle, all, only, clear }), [present, mode, toggle, all, only, clear]);
}
