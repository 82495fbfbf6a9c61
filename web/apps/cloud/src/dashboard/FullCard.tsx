import { Icon, LivePicture, StateBadge, liveData, needsAttention } from '@gantry/ui';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { PrinterView } from '../api';
import { Controls } from './Controls';
import { Readings } from './Readings';
import { useCamera } from './useCamera';

interface Props {
  view: PrinterView;
  watching: boolean;
  policy: RTCIceTransportPolicy;
}

/** Picture, state, job, temperatures and controls. Without the permission, and without a camera, there is no picture. */
export const FullCard = memo(function FullCard({ view, watching, policy }: Props) {
  const { printer, status, state } = view;
  const problem = state.problem?.detail ?? state.faults[0]?.text;
  const { live, ...preview } = useCamera(view, policy);
  const pictured = watching && printer.camera !== 'none';
  return (
    <li className="full card" data-status={status} data-attention={needsAttention(state) || undefined} {...liveData(live, printer)}>
      {pictured && (
        <LivePicture camera={printer.id} name={printer.name} live={live} {...preview}>
          <div className="tile-foot">
            <StateBadge status={status} connection={state.connection} over />
          </div>
        </LivePicture>
      )}
      <div className="full-body">
        <div className="full-name">
          <h2>
            <Link to="/printers/$id" params={{ id: printer.id }} search={policy === 'relay' ? { policy } : {}}>
              {printer.name}
            </Link>
          </h2>
          {pictured ? <span className="small dim">{printer.model}</span> : <StateBadge status={status} connection={state.connection} />}
        </div>
        {problem && !(pictured && preview.unavailable) && (
          <p className="full-problem" data-tone="red">
            <Icon name="warning" size={15} /> {problem}
          </p>
        )}
        <Readings state={state} />
        <Controls view={view} />
      </div>
    </li>
  );
});
