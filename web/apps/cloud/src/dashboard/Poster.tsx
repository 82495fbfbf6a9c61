import { useState } from 'react';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';

interface Props {
  view: PrinterView;
  /** There is nothing to show, not even the one before. */
  onFailed: () => void;
}

/** The newest snapshot; the one before stays until the next has loaded, so nothing flickers. */
export function Poster({ view: { printer, camera }, onFailed }: Props) {
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
          onError={() => (loaded ? setFailed(source) : onFailed())}
        />
      )}
    </>
  );
}

export const noCamera = 'This printer has no camera.';
export const camerasOff = 'Cameras are off on its Fuse.';

/** Whether pictures of it are to be seen at all. What was uploaded before a switch went off only expires. */
export const hasPictures = ({ printer, camera: { switches } }: PrinterView): boolean => printer.camera !== 'none' && switches.cameras && switches.snapshots;

/** What a tile says that has no picture to show. */
export function whyNoSnapshot({ printer, camera, state }: PrinterView): string | undefined {
  if (printer.camera === 'none') return noCamera;
  if (!camera.switches.cameras) return camerasOff;
  if (!camera.switches.snapshots) return 'Snapshots are off on its Fuse.';
  if (camera.snapshot_at > 0) return undefined;
  if (state.problem?.code === 'offline') return state.problem.detail;
  return camera.problem ? `No picture came: ${camera.problem.detail}` : 'No picture has come yet.';
}
