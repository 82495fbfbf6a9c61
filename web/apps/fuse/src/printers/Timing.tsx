import type { PrinterState } from '@gantry/api';
import { Age } from '@gantry/ui';

export function Timing({ state: { connected_at, last_report_at, reconnects } }: { state: PrinterState }) {
  return (
    <dl className="timing mono">
      <div>
        <dt>Connected At</dt>
        <dd>{connected_at > 0 ? <time dateTime={new Date(connected_at).toISOString()}>{clock(connected_at)}</time> : '–'}</dd>
      </div>
      <div>
        <dt>Last Received</dt>
        <dd>{last_report_at > 0 ? <Age at={last_report_at} what="Received" /> : '–'}</dd>
      </div>
      <div>
        <dt>Reconnects</dt>
        <dd>{reconnects}</dd>
      </div>
    </dl>
  );
}

/** Today as a time, earlier with its date. */
function clock(at: number): string {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  return today ? when.toLocaleTimeString() : when.toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
