import { Icon, LivePicture, ReportAge, StateBadge, durationText, liveData, needsAttention, useNear, type Nearness } from '@gantry/ui';
import { memo } from 'react';
import type { PrinterView } from '../api';
import { PrinterLink } from './PrinterLink';
import { SelectBox } from './selection/SelectBox';
import { useCamera } from './useCamera';

interface Props {
  view: PrinterView;
  policy: RTCIceTransportPolicy;
  nearness: Nearness;
}

/** Name over a shaded edge, border in the colour of the state, everything else is picture. */
export const CameraTile = memo(function CameraTile({ view, policy, nearness }: Props) {
  const shown = useNear(view, nearness);
  const { status, state } = view;
  if (!shown) return null;
  return (
    <li hidden={nearness !== 'near'} className="tile" data-status={status} data-attention={needsAttention(state) || undefined}>
      <Content view={shown} policy={policy} />
    </li>
  );
});

const Content = memo(function Content({ view, policy }: Omit<Props, 'nearness'>) {
  const { printer, status, state } = view;
  const { live, ...preview } = useCamera(view, policy);
  const reason = state.faults[0]?.text || state.problem?.detail || 'Needs attention';
  return (
    <div className="tile-body" data-status={status} {...liveData(live, printer)}>
      <LivePicture camera={printer.id} name={printer.name} live={live} {...preview}>
        <div className="tile-foot">
          <div className="tile-name">
            <PrinterLink printer={printer} policy={policy} />
            <Line view={view} />
          </div>
          <StateBadge status={status} connection={state.connection} over />
        </div>
      </LivePicture>
      <SelectBox id={printer.id} name={printer.name} />
      {needsAttention(state) && reason !== preview.unavailable && (
        <p className="tile-attention">
          <Icon name="warning" size={15} /> {reason}
        </p>
      )}
    </div>
  );
});

/** What it does now in one line: the job while it prints; and how old that is, when it is. */
function Line({ view: { printer, status, state } }: { view: PrinterView }) {
  const { percent, remaining_minutes, job_name } = state.progress;
  const left = typeof remaining_minutes === 'number' ? ` · ${durationText(remaining_minutes)} left` : '';
  return (
    <span className="tile-line">
      {status === 'printing' && (
        <span className="figures" title={job_name}>
          {percent}%{left}
        </span>
      )}
      <ReportAge printer={printer.id} state={state} className="tile-age" />
    </span>
  );
}
