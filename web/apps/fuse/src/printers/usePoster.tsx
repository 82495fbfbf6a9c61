import { PosterImage, useClock } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { settingsQuery, type PrinterView } from '../api';

const noneYet = 'No picture has come yet.';
export const noCamera = 'This printer has no camera.';
export const camerasOff = 'Cameras are off in Settings.';
export const cameraOff = 'The camera of this printer is off: see Edit.';

const printingS = 30;
const idleS = 600;
const anyAgeS = 30 * 24 * 3600;

export interface Posted {
  poster: ReactNode;
  /** Why there is none. */
  noPreview: string | undefined;
  /** So that none may stay. */
  switchedOff: boolean;
}

/** The latest picture beneath the live video: refreshed as often as snapshots are due, never by an offline printer. */
export function usePoster(view: PrinterView): Posted {
  const { printer, camera, state, status } = view;
  const [failed, setFailed] = useState('');
  const reachable = state.connection === 'online' && camera.state !== 'failed';
  const seconds = reachable ? (status === 'printing' ? printingS : idleS) : anyAgeS;
  const round = useClock((now) => roundOf(printer.id, now, seconds * 1000));
  const source = `/api/printers/${encodeURIComponent(printer.id)}/snapshot.jpg?max_age=${seconds}&round=${round}`;
  // The events keep it true; nobody needs to ask.
  const settings = useQuery({ ...settingsQuery, enabled: false }).data;
  const off = switchedOff(view, settings?.snapshots_enabled !== false);
  const none = (noPreview: string): Posted => ({ poster: undefined, noPreview, switchedOff: Boolean(off) });
  if (off) return none(off);
  if (!camera.picture_at && !reachable) return none(camera.problem?.detail ?? noneYet);
  if (failed === source) return none(camera.problem?.detail ?? noneYet);
  const poster = <PosterImage source={source} alt={`${printer.name}, latest view`} onFailed={() => setFailed(source)} />;
  return { poster, noPreview: undefined, switchedOff: false };
}

/** Each printer has its own moment: a screen of pictures at once would stop the page, and open as many cameras together. */
export function roundOf(printer: string, now: number, everyMs: number): number {
  const number = [...printer].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 999_983, 0);
  // Multiples of the golden ratio lie far apart, of neighbours, too.
  return Math.floor(now / everyMs + ((number * 0.618_033_988_7) % 1));
}

/** Why no pictures are to be seen at all; absent when they are. */
function switchedOff({ camera, camera_switches }: PrinterView, snapshots: boolean): string | undefined {
  if (camera.state === 'none') return noCamera;
  if (camera.state === 'disabled') return camera_switches?.camera_enabled === false ? cameraOff : camerasOff;
  if (!snapshots) return 'Snapshots are off in Settings.';
  return camera_switches?.snapshots_enabled === false ? 'Snapshots of this printer are off: see Edit.' : undefined;
}
