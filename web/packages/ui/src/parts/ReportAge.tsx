import type { PrinterState } from '@gantry/api';
import { Age } from './Age';
import { heardAt } from './heard';
import { useClock } from './useNow';

/** While it prints a printer reports every 1 to 3 s (docs/protocols/bambu-lan.md), and a Fuse tells the Cloud every 5 s. */
const printingLimitMs = 20_000;
/** Between prints a healthy one may say nothing for a minute: only then does Fuse wake it, and calls it stale. */
const calmLimitMs = 75_000;

interface Props {
  /** Its id. */
  printer: string;
  state: Pick<PrinterState, 'connection' | 'activity' | 'last_report_at'>;
  className?: string;
}

/** How old what a printer has said is, once that matters: for one that is connected, how long this page has heard nothing new. */
export function ReportAge({ printer, state: { connection, activity, last_report_at }, className }: Props) {
  const limitMs = activity === 'printing' ? printingLimitMs : calmLimitMs;
  const old = useClock((now) => now - (heardAt(printer, last_report_at) ?? now) > limitMs);
  const online = connection === 'online';
  if (last_report_at === 0 || (online && !old)) return null;
  const at = online ? heardAt(printer, last_report_at) : undefined;
  return <Age at={at ?? last_report_at} className={className} what="Last report" />;
}
