import type { Live } from '@gantry/ui';
import { createContext, useCallback, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { WatchAll } from './watchAll';

/** Absent where there is one camera only. */
export const WatchAllContext = createContext<WatchAll | undefined>(undefined);

/** The live video of a tile, with its place among those that are watched together. */
export function useSeat(live: Live, available: boolean): Live {
  const all = useContext(WatchAllContext);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const start = useEffectEvent(() => live.start());
  const stop = useEffectEvent(() => live.stop());
  useEffect(() => {
    if (!all || !element) return undefined;
    return all.join(element, { start: () => start(), stop: () => stop() });
  }, [all, element]);
  const { observe, wanted } = live;
  useEffect(() => {
    if (element) all?.tell(element, wanted, available);
  }, [all, element, wanted, available]);
  const place = useCallback(
    (picture: HTMLElement | null) => {
      observe(picture);
      setElement(picture);
    },
    [observe],
  );
  return useMemo(() => ({ ...live, observe: place }), [live, place]);
}
