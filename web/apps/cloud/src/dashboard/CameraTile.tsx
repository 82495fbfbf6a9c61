import { Age, Icon, LivePicture, StateBadge, durationText, liveData, needsAttention } from '@gantry/ui';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { PrinterView } from '../api';
import { useCamera } from './useCamera';

/** Name over a shaded edge, border in the colour of the state, everything else is picture. */
export const CameraTile = memo(function CameraTile({ view, policy }: { view: PrinterView; policy: RTCIceTransportPolicy }) {
  const { printer, status, state } = view;
  const { live, ...preview } = useCamera(view, policy);
  return (
    <li className="tile" data-status={status} data-attention={needsAttention(state) || undefined} {...liveData(live, printer)}>
      <LivePicture camera={printer.id} name={printer.name} live={live} {...preview}>
        <div className="tile-foot">
          <div className="tile-name">
            <Link to="/printers/$id" params={{ id: printer.id }} search={policy === 'relay' ? { policy } : {}}>
              {printer.name}
            </Link>
            <Line view={view} />
          </div>
          <StateBadge status={status} connection={state.connection} over />
        </div>
      </LivePicture>
      {needsAttention(state) && !preview.unavailable && (
        <p className="tile-attention">
          <Icon name="warning" size={15} /> {state.faults[0]?.text ?? state.problem?.detail ?? 'Needs attention'}
        </p>
      )}
    </li>
  );
});

/** What it does now in one line: the job while it prints, else how old the data is. */
function Line({ view: { status, state } }: { view: PrinterView }) {
  const { percent, remaining_minutes, job_name } = state.progress;
  if (status === 'printing') {
    const left = typeof remaining_minutes === 'number' ? ` · ${durationText(remaining_minutes)} left` : '';
    return (
      <span className="tile-line figures" title={job_name}>
        {percent}%{left}
      </span>
    );
  }
  if (state.connection === 'online' || state.last_report_at === 0) return null;
  return (
    <span className="tile-line">
      last seen <Age at={state.last_report_at} what="Last report" />
    </span>
  );
}
