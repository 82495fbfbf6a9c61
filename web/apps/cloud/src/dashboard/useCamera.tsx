import { useLive, type Live } from '@gantry/ui';
import { useMemo, type ReactNode } from 'react';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';
import { useLateness } from './lateness';
import { CameraTools } from './live/CameraTools';
import { useSeat } from './live/WatchAllContext';
import { Poster, whyNoSnapshot } from './Poster';

export interface Camera {
  live: Live;
  /** Why it cannot be watched now; absent when it can. */
  unavailable: string | undefined;
  poster: ReactNode;
  posterAt: number;
  /** Why there is no picture, or no newer one. */
  noPreview: string | undefined;
  /** Why the poster is older than its cadence. */
  late: string | undefined;
  tools: ReactNode;
}

/** One printer's live video through the Cloud; comes back by itself when its printer does. */
export function useCamera(view: PrinterView, policy: RTCIceTransportPolicy): Camera {
  const { printer, state, camera } = view;
  const { hub, connected } = useCloudLink();
  const reachable = state.connection === 'online' || state.connection === 'stale';
  const open = useMemo(() => hub.open(printer.id, policy), [hub, printer.id, policy]);
  const unavailable = reasonOf(view, reachable);
  const available = connected && !unavailable;
  const live = useSeat(useLive({ open, policy, available, reason: unavailable ?? 'Gantry does not answer.' }), available);
  const posterAt = camera.switches.cameras ? camera.snapshot_at : 0;
  const poster = posterAt > 0 ? <Poster view={view} /> : undefined;
  const late = useLateness(view);
  const tools = <CameraTools view={view} live={live} />;
  return { live, unavailable, poster, posterAt, noPreview: unavailable ? undefined : whyNoSnapshot(view), late, tools };
}

function reasonOf({ printer, camera, state }: PrinterView, reachable: boolean): string | undefined {
  if (printer.camera === 'none') return 'This printer has no camera.';
  if (reachable && !camera.switches.cameras) return 'Cameras are off on its Fuse.';
  if (reachable && !camera.switches.remote_stream) return 'Remote camera streaming is disabled';
  if (reachable) return undefined;
  if (state.problem?.detail) return state.problem.detail;
  if (state.connection === 'disabled') return 'Disabled';
  if (state.connection === 'connecting') return 'Fuse is connecting to the printer.';
  return 'The printer is offline.';
}
