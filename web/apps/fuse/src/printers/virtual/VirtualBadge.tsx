import { Icon } from '@gantry/ui';
import type { PrinterView } from '../../api';
import './virtual.css';

/** As many as Fuse takes. */
export const mostVirtual = 20;

export const isVirtual = ({ printer }: Pick<PrinterView, 'printer'>): boolean => printer.driver === 'virtual';

/** So that nobody takes a simulated printer for a real one. */
export function VirtualBadge() {
  return (
    <span className="virtual-badge" title="Simulated: for tests and demonstrations">
      <Icon name="flask" size={14} /> Virtual
    </span>
  );
}
