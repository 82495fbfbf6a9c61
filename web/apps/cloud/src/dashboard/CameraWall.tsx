import { Empty, NearTiles, useGridKeys } from '@gantry/ui';
import { CameraTile } from './CameraTile';
import type { ViewProps } from './Dashboard';

/** Every camera-capable printer, edge to edge. */
export function CameraWall({ printers, policy }: ViewProps) {
  const grid = useGridKeys<HTMLUListElement>('[data-stage], .picture-error button, .tile-name a');
  const capable = printers.filter(({ printer }) => printer.camera !== 'none');
  if (capable.length === 0) {
    return (
      <Empty icon="camera" title="No cameras">
        None of the printers has a camera. A camera source can be set for each printer in Fuse.
      </Empty>
    );
  }
  return (
    <ul ref={grid} className="wall" aria-label="Cameras">
      <NearTiles grid={grid} name="cameras" printers={capable} usualHeight={200}>
        {(view, nearness) => <CameraTile key={view.printer.id} view={view} policy={policy} nearness={nearness} />}
      </NearTiles>
    </ul>
  );
}
