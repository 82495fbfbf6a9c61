import type { OverallStatus, PrinterState } from '@gantry/api';
import { Icon } from './Icon';
import { statusLook, type Look } from './status';

/** Icon + word + tint, never colour alone. */
export function Badge({ look: { label, icon, tone }, over }: { look: Look; over?: boolean }) {
  return (
    <span className="badge" data-tone={tone} data-over={over || undefined}>
      <Icon name={icon} size={14} /> {label}
    </span>
  );
}

interface Props {
  status: OverallStatus;
  connection?: PrinterState['connection'];
  /** Stands over a picture and brings its own backing. */
  over?: boolean;
}

export function StateBadge({ status, connection, over }: Props) {
  return <Badge look={statusLook(status, connection)} over={over} />;
}
