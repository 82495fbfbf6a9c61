import { useGridKeys } from '@gantry/ui';
import type { ViewProps } from './DashboardPage';
import { FullCard } from './FullCard';

export function FullGrid({ printers, watching, policy }: ViewProps) {
  const grid = useGridKeys<HTMLUListElement>('[data-stage], .full-name a');
  return (
    <ul ref={grid} className="full-grid" aria-label="Printers">
      {printers.map((view) => (
        <FullCard key={view.printer.id} view={view} watching={watching} policy={policy} />
      ))}
    </ul>
  );
}
