import type { History, PrinterState } from '@gantry/api';
import type { CSSProperties } from 'react';
import { Empty } from '../parts/Notices';
import { Chart } from './Chart';
import './history.css';
import { degrees, seriesOf, summaryOf, withNow, type Series } from './series';

interface Props {
  history: History;
  /** Absent when it is not known. */
  state: PrinterState | undefined;
}

/** What a printer's temperatures were, up to now; the chart comes with its library, so this is loaded when it is looked at. */
export function LastHour({ history: asked, state }: Props) {
  const history = state ? withNow(asked, state) : asked;
  const known = seriesOf(history);
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
          <Line key={one.name} line={one} />
        ))}
      </ul>
    </div>
  );
}

function Line({ line }: { line: Series }) {
  const { now, target, lowest, highest } = summaryOf(line);
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
