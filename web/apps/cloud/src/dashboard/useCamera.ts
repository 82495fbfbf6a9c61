import { useLive, type Live } from '@gantry/ui';
import { useMemo } from 'react';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';

export interface Camera {
  live: Live;
  /** Why it cannot be watched now; absent when it can. */
  unavailable: string | undefined;
}

/** One printer's live video through the Cloud; comes back by itself when its printer does. */
export function useCamera({ printer, state }: PrinterView, policy: RTCIceTransportPolicy): Camera {
  const { hub, connected } = useCloudLink();
  const reachable = state.connection === 'online' || state.connection === 'stale';
  const open = useMemo(() => hub.open(printer.id, policy), [hub, printer.id, policy]);
  const unavailable = reachable ? undefined : reasonOf(state);
  const live = useLive({ open, policy, available: connected && reachable, reason: unavailable ?? 'Gantry does not answer.' });
  return { live, unavailable };
}

function reasonOf({ connection, problem }: PrinterView['state']): string {
  if (problem?.detail) return problem.detail;
  if (connection === 'disabled') return 'Disabled';
  if (connection === 'connecting') return 'Fuse is connecting to the printer.';
  return 'The printer is offline.';
}
