import { useLive, type Live } from '@gantry/ui';
import { useMemo, useState, type ReactNode } from 'react';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';
import { useLateness } from './lateness';
import { CameraTools } from './live/CameraTools';
import { useSeat } from './live/WatchAllContext';
import { Poster, camerasOff, hasPictures, noCamera, whyNoSnapshot } from './Poster';

export interface Camera {
  live: Live;
  /** Why it cannot be watched now; absent when it can. */
  unavailable: string | undefined;
  /** Neither live nor by snapshots can it be seen as it is now. */
  stale: boolean;
  poster: ReactNode;
  posterAt: number;
  /** Why there is no picture. */
  noPreview: string | undefined;
  /** So that none may stay. */
  switchedOff: boolean;
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
  const { poster, posterAt, noPreview } = usePoster(view);
  const switchedOff = !hasPictures(view);
  const late = useLateness(view);
  const tools = <CameraTools view={view} live={live} />;
  return { live, unavailable, stale: !reachable || !camera.switches.cameras, poster, posterAt, noPreview, switchedOff, late, tools };
}

function usePoster(view: PrinterView): Pick<Camera, 'poster' | 'posterAt' | 'noPreview'> {
  const at = view.camera.snapshot_at;
  // Asked for again when Gantry is back.
  const turn = `${at} ${useCloudLink().connected}`;
  const [failed, setFailed] = useState('');
  const noPreview = whyNoSnapshot(view) ?? (turn === failed ? 'Its newest picture could not be loaded.' : undefined);
  if (noPreview) return { poster: undefined, posterAt: 0, noPreview };
  return { poster: <Poster view={view} onFailed={() => setFailed(turn)} />, posterAt: at, noPreview };
}

function reasonOf({ printer, camera, state }: PrinterView, reachable: boolean): string | undefined {
  if (printer.camera === 'none') return noCamera;
  if (reachable && !camera.switches.cameras) return camerasOff;
  if (reachable && !camera.switches.remote_stream) return 'Remote camera streaming is disabled';
  if (reachable) return undefined;
  if (state.problem?.detail) return state.problem.detail;
  if (state.connection === 'disabled') return 'Disabled';
  if (state.connection === 'connecting') return 'Fuse is connecting to the printer.';
  return 'The printer is offline.';
}
