import { StateBadge, durationText } from '@gantry/ui';
import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import type { PrinterView } from '../api';
import type { ViewProps } from './DashboardPage';

type Column = 'need' | 'name' | 'progress' | 'left';
const columns: Array<{ key: Column; label: string }> = [
  { key: 'need', label: 'State' },
  { key: 'name', label: 'Printer' },
  { key: 'progress', label: 'Progress' },
  { key: 'left', label: 'Time left' },
];

const orders: Record<Exclude<Column, 'need'>, (one: PrinterView, other: PrinterView) => number> = {
  name: (one, other) => one.printer.name.localeCompare(other.printer.name, undefined, { numeric: true }),
  progress: (one, other) => other.state.progress.percent - one.state.progress.percent,
  left: (one, other) => left(one) - left(other),
};
const left = ({ state }: PrinterView) => state.progress.remaining_minutes ?? Number.MAX_SAFE_INTEGER;

/** One line per printer. */
export function CompactTable({ printers }: ViewProps) {
  const [by, setBy] = useState<Column>('need');
  const rows = by === 'need' ? printers : printers.toSorted(orders[by]);
  return (
    <div className="compact card">
      <table>
        <thead>
          <tr>
            {columns.map(({ key, label }) => (
              <th key={key} scope="col" aria-sort={by === key ? 'ascending' : undefined} data-column={key}>
                <button type="button" onClick={() => setBy(key)}>
                  {label} <span aria-hidden>{by === key ? '↓' : ''}</span>
                </button>
              </th>
            ))}
            <th scope="col" data-column="heat">
              Nozzle / bed
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((view) => (
            <Row key={view.printer.id} view={view} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Row = memo(function Row({ view: { printer, status, state } }: { view: PrinterView }) {
  const { progress, activity } = state;
  const running = activity === 'printing' || activity === 'paused' || activity === 'preparing';
  return (
    <tr data-status={status}>
      <td data-column="need">
        <StateBadge status={status} connection={state.connection} />
      </td>
      <th scope="row" data-column="name">
        <Link to="/printers/$id" params={{ id: printer.id }}>
          {printer.name}
        </Link>
        <span className="small dim">{printer.model}</span>
      </th>
      <td data-column="progress">
        {running && (
          <>
            <span className="compact-job">{progress.job_name}</span>
            <span className="compact-bar">
              <progress className="bar" max={100} value={progress.percent} aria-label={`Progress of ${printer.name}`} />
              <span className="figures">{progress.percent}%</span>
            </span>
          </>
        )}
      </td>
      <td data-column="left" className="figures">
        {running && typeof progress.remaining_minutes === 'number' ? durationText(progress.remaining_minutes) : ''}
      </td>
      <td data-column="heat" className="figures">
        {Math.round(state.nozzle.actual_c)}° / {Math.round(state.bed.actual_c)}°
      </td>
    </tr>
  );
});
