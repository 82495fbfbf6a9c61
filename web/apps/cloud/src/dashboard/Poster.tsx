import { useState } from 'react';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';

/** The newest snapshot; the one before stays until the next has loaded, so nothing flickers. */
export function Poster({ view: { printer, camera } }: { view: PrinterView }) {
  const { snapshots } = useCloudLink();
  const source = `${snapshots(printer.id)}?at=${camera.snapshot_at}`;
  const [loaded, setLoaded] = useState('');
  const [failed, setFailed] = useState('');
  return (
    <>
      {loaded && loaded !== source && <img src={loaded} alt="" />}
      {failed !== source && (
        <img
          src={source}
          alt={`${printer.name}, latest snapshot`}
          loading="lazy"
          decoding="async"
          onLoad={() => setLoaded(source)}
          onError={() => setFailed(source)}
        />
      )}
    </>
  );
}

/** What a tile says that has no picture to show. */
export function whyNoSnapshot({ printer, camera, state }: PrinterView): string | undefined {
  if (camera.snapshot_at > 0 && !camera.problem) return undefined;
  if (printer.camera === 'none') return 'No camera';
  if (!camera.switches.cameras) return 'Cameras are off on its Fuse';
  if (!camera.switches.snapshots) return 'Snapshots are off on its Fuse';
  if (state.problem?.code === 'offline') return state.problem.detail;
  return camera.problem ? `No new picture: ${camera.problem.detail}` : undefined;
}
