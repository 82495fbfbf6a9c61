import { PosterImage } from '@gantry/ui';
import type { PrinterView } from '../api';
import { useCloudLink } from '../events';

interface Props {
  view: PrinterView;
  /** There is nothing to show, not even the one before. */
  onFailed: () => void;
}

/** The newest snapshot. */
export function Poster({ view: { printer, camera }, onFailed }: Props) {
  const { snapshots } = useCloudLink();
  return <PosterImage source={`${snapshots(printer.id)}?at=${camera.snapshot_at}`} alt={`${printer.name}, latest snapshot`} onFailed={onFailed} />;
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
