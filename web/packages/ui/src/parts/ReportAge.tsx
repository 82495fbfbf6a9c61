import type { PrinterState } from '@gantry/api';
import { Age } from './Age';
import { useClock } from './useNow';

interface Props {
  state: Pick<PrinterState, 'connection' | 'last_report_at'>;
  /** Younger than that it is as good as now. */
  freshMs?: number;
  className?: string;
}

/** How old what a printer has said is, once that matters. */
export function ReportAge({ state: { connection, last_report_at }, freshMs = 10_000, className }: Props) {
  const old = useClock((now) => now - last_report_at > freshMs);
  if (last_report_at === 0 || (connection === 'online' && !old)) return null;
  return <Age at={last_report_at} className={className} what="Last report" />;
}
