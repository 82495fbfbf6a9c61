import { Icon, LivePicture, StateBadge, liveData, needsAttention, useNear, type Nearness } from '@gantry/ui';
import { memo } from 'react';
import type { PrinterView } from '../api';
import { Controls } from './Controls';
import { PrinterLink } from './PrinterLink';
import { Readings } from './Readings';
import { SelectBox } from './selection/SelectBox';
import { TagChips } from './TagChips';
import { useCamera } from './useCamera';

interface Props {
  view: PrinterView;
  watching: boolean;
  policy: RTCIceTransportPolicy;
  nearness: Nearness;
}

/** Picture, state, job, temperatures and controls. Without the permission there is no picture. */
export const FullCard = memo(function FullCard({ view, nearness, ...props }: Props) {
  const shown = useNear(view, nearness);
  if (!shown) return null;
  const { printer, status, state } = view;
  return (
    <li hidden={nearness !== 'near'} className="full-place" data-status={status} data-attention={needsAttention(state) || undefined} data-printer-id={printer.id}>
      <Content view={shown} {...props} />
    </li>
  );
});

const Content = memo(function Content({ view, watching, policy }: Omit<Props, 'nearness'>) {
  const { printer, status, state } = view;
  const problem = state.problem?.detail ?? state.faults[0]?.text;
  const { live, ...preview } = useCamera(view, policy);
  return (
    <div className="full card" data-status={status} {...liveData(live, printer)}>
      {watching && (
        <LivePicture camera={printer.id} name={printer.name} live={live} {...preview}>
          <div className="tile-foot">
            <StateBadge status={status} connection={state.connection} over />
          </div>
        </LivePicture>
      )}
      <SelectBox id={printer.id} name={printer.name} />
      <div className="full-body">
        <div className="full-name">
          <h2>
            <PrinterLink printer={printer} policy={policy} />
          </h2>
          {watching ? <span className="small dim">{printer.model}</span> : <StateBadge status={status} connection={state.connection} />}
        </div>
        <TagChips name={printer.name} tags={view.tags} />
        {problem && !(watching && problem === preview.unavailable) && (
          <p className="full-problem" data-tone="red">
            <Icon name="warning" size={15} /> {problem}
          </p>
        )}
        <Readings printer={printer.id} state={state} />
        <Controls view={view} />
      </div>
    </div>
  );
});
