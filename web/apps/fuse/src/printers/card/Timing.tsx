import { Age } from '@gantry/ui';
import { memo } from 'react';

interface Props {
  connected_at: number;
  last_report_at: number;
  reconnects: number;
}

export const Timing = memo(function Timing({ connected_at, last_report_at, reconnects }: Props) {
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
});

/** Today as a time, earlier with its date. */
function clock(at: number): string {
  const when = new Date(at);
  const today = when.toDateString() === new Date().toDateString();
  return today ? when.toLocaleTimeString() : when.toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
