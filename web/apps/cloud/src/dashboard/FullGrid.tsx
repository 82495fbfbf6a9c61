import { useGridKeys } from '@gantry/ui';
import type { ViewProps } from './Dashboard';
import { FullCard } from './FullCard';
import { firstScreen } from './useSeen';

export function FullGrid({ printers, watching, policy }: ViewProps) {
  const grid = useGridKeys<HTMLUListElement>('[data-stage], .full-name a');
  return (
    <ul ref={grid} className="full-grid" aria-label="Printers">
      {printers.map((view, index) => (
        <FullCard key={view.printer.id} view={view} watching={watching} policy={policy} first={index < firstScreen} />
      ))}
    </ul>
  );
}
