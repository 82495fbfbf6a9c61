import type { OverallStatus } from '@gantry/api';
import { needsAttention, statusLook } from '@gantry/ui';
import type { PrinterView } from '../api';

const statuses: OverallStatus[] = ['printing', 'waiting', 'ready', 'needs_configuration', 'offline'];

/** How the farm stands, in one line. */
export function Summary({ printers }: { printers: PrinterView[] }) {
  const attention = printers.filter(({ state }) => needsAttention(state)).length;
  return (
    <ul className="summary figures" aria-label="Summary">
      {attention > 0 && (
        <li data-tone="red">
          <i aria-hidden /> <b>{attention}</b> need attention
        </li>
      )}
      {statuses.map((status) => {
        const count = printers.filter((view) => view.status === status).length;
        const { label, tone } = statusLook(status);
        if (count === 0) return null;
        return (
          <li key={status} data-tone={tone}>
            <i aria-hidden /> <b>{count}</b> {label}
          </li>
        );
      })}
    </ul>
  );
}
