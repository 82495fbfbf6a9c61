import { useClock } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { settingsQuery, type PrinterView } from '../api';

const printingS = 30;
const idleS = 600;
const anyAgeS = 30 * 24 * 3600;

/** The latest picture beneath the live video: refreshed as often as snapshots are due, never by an offline printer. */
export function usePoster({ printer, camera, camera_switches, state, status }: PrinterView): ReactNode {
  const [failed, setFailed] = useState('');
  const reachable = state.connection === 'online' && camera.state !== 'failed';
  const seconds = reachable ? (status === 'printing' ? printingS : idleS) : anyAgeS;
  const round = useClock((now) => Math.floor(now / (seconds * 1000)));
  const source = `/api/printers/${encodeURIComponent(printer.id)}/snapshot.jpg?max_age=${seconds}&round=${round}`;
  const shown = useLastLoaded(source);
  // The events keep it true; nobody needs to ask.
  const settings = useQuery({ ...settingsQuery, enabled: false }).data;
  if (settings?.snapshots_enabled === false || camera_switches?.snapshots_enabled === false) return undefined;
  if (camera.state === 'none' || camera.state === 'disabled') return undefined;
  if (!camera.picture_at && !reachable) return undefined;
  if (failed === source && !shown.loaded) return undefined;
  return (
    <>
      {shown.loaded && shown.loaded !== source && <img src={shown.loaded} alt="" />}
      {failed !== source && (
        <img
          src={source}
          alt={`${printer.name}, latest view`}
          loading="lazy"
          decoding="async"
          onLoad={shown.keep}
          onError={() => setFailed(source)}
        />
      )}
    </>
  );
}

/** While the next picture loads the one before stays, so nothing flickers. */
function useLastLoaded(source: string) {
  const [loaded, setLoaded] = useState('');
  return { loaded, keep: () => setLoaded(source) };
}
