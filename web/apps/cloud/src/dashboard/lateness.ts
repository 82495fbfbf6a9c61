import { useClock } from '@gantry/ui';
import { useEffect, useRef } from 'react';
import type { PrinterView } from '../api';
import { hasPictures } from './Poster';

/** How often Fuse takes a picture: from the start to the end of a print, and otherwise. */
const printingMs = 30_000;
const idleMs = 600_000;
const busy = new Set<PrinterView['state']['activity']>(['preparing', 'printing', 'paused']);
/** One may be missed, and the way takes its time. */
const allowance = (period: number) => 2 * period + printingMs;

export function periodOf({ state }: PrinterView): number {
  return busy.has(state.activity) ? printingMs : idleMs;
}

/** Why the picture is older than its cadence. `since`: when this page first saw that cadence. */
export function lateReason(view: PrinterView, now: number, since: number): string | undefined {
  const { camera, state } = view;
  const reachable = state.connection === 'online' || state.connection === 'stale';
  if (camera.snapshot_at === 0 || !reachable || !hasPictures(view)) return undefined;
  const period = periodOf(view);
  const overdue = now - camera.snapshot_at > period;
  if (overdue && camera.problem) return `No newer one came: ${camera.problem.detail}`;
  const unexplained = now - Math.max(camera.snapshot_at, since) > allowance(period);
  return unexplained ? 'Its Fuse has sent no newer one' : undefined;
}

export function useLateness(view: PrinterView): string | undefined {
  const period = periodOf(view);
  const since = useRef({ period: 0, at: 0 });
  useEffect(() => {
    since.current = { period, at: Date.now() };
  }, [period]);
  const read = (now: number) => (since.current.period === period ? (lateReason(view, now, since.current.at) ?? '') : '');
  return useClock(read) || undefined;
}
