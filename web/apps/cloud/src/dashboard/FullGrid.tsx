import { NearTiles, useGridKeys } from '@gantry/ui';
import type { ViewProps } from './Dashboard';
import { FullCard } from './FullCard';

export function FullGrid({ printers, watching, policy }: ViewProps) {
  const grid = useGridKeys<HTMLUListElement>('[data-stage], .full-name a');
  return (
    <ul ref={grid} className="full-grid" aria-label="Printers">
      <NearTiles grid={grid} name="full" printers={printers} usualHeight={500}>
        {(view, nearness) => <FullCard key={view.printer.id} view={view} watching={watching} policy={policy} nearness={nearness} />}
      </NearTiles>
    </ul>
  );
}
