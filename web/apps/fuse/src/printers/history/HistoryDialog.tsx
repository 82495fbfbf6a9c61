import { Dialog, Empty, Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { fuse, type History, type PrinterView } from '../../api';
import { Chart } from './Chart';
import './history.css';
import { degrees, series, summaryOf } from './series';

const refreshMs = 10_000;

interface Props {
  printer: PrinterView['printer'];
  onClose: () => void;
}

export function HistoryDialog({ printer: { id, name }, onClose }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['history', id],
    queryFn: () => fuse('get', '/api/printers/{id}/history', { path: { id } }),
    refetchInterval: refreshMs,
    staleTime: 0,
  });
  return (
    <Dialog opened title={`Temperatures of ${name}`} onClose={onClose} size="lg">
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading what="the last hour" />}
      {data && <LastHour history={data} />}
    </Dialog>
  );
}

function LastHour({ history }: { history: History }) {
  const known = series.filter((one) => summaryOf(history, one));
  if (known.length === 0) {
    return (
      <Empty icon="waiting" title="Nothing was heard in the last hour">
        Temperatures are kept from the moment the printer reports them.
      </Empty>
    );
  }
  return (
    <div className="history">
      <Chart history={history} />
      <ul className="history-legend" aria-label="The last hour">
        {known.map((one) => (
          <Line key={one.column} history={history} line={one} />
        ))}
      </ul>
    </div>
  );
}

function Line({ history, line }: { history: History; line: (typeof series)[number] }) {
  const { now, target, lowest, highest } = summaryOf(history, line)!;
  return (
    <li style={{ '--heat': `var(${line.colour})` } as CSSProperties}>
      <i aria-hidden />
      <span>{line.name}</span>
      <b className="figures">{now === null ? 'away' : degrees(now)}</b>
      <span className="dim small figures">
        {target ? `target ${degrees(target)} · ` : ''}
        {degrees(lowest)} to {degrees(highest)}
      </span>
    </li>
  );
}
