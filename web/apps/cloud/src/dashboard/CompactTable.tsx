import { NearTiles, ReportAge, StateBadge, durationText, useGridKeys, useNear, type Nearness } from '@gantry/ui';
import { memo } from 'react';
import type { PrinterView } from '../api';
import type { ViewProps } from './Dashboard';
import { PrinterLink } from './PrinterLink';
import type { Sort } from './search';
import { SelectBox } from './selection/SelectBox';
import { TagChips } from './TagChips';

const sortable: Array<{ key: Sort; label: string }> = [
  { key: 'need', label: 'State' },
  { key: 'name', label: 'Printer' },
  { key: 'progress', label: 'Progress' },
  { key: 'left', label: 'Time left' },
];
/** Of a line, in pixels. */
const usualLine = 62;

/** One line per printer; a column's head is a way to sort. */
export function CompactTable({ printers, sort, onSort }: ViewProps) {
  const lines = useGridKeys<HTMLTableSectionElement>('.printer-link');
  return (
    <div className="compact card">
      {/* Lines far from the screen are not in the page. */}
      <table aria-rowcount={printers.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" data-column="select">
              <span className="visually-hidden">Selected</span>
            </th>
            {sortable.map(({ key, label }) => (
              <th key={key} scope="col" aria-sort={sort === key ? 'ascending' : undefined} data-column={key}>
                <button type="button" onClick={() => onSort(key)}>
                  {label} <span aria-hidden>{sort === key ? '↓' : ''}</span>
                </button>
              </th>
            ))}
            <th scope="col" data-column="heat">
              Nozzle / bed
            </th>
          </tr>
        </thead>
        <tbody ref={lines}>
          <NearTiles grid={lines} name="compact" printers={printers} usualHeight={usualLine} rest="tr">
            {(view, nearness, index) => <Row key={view.printer.id} view={view} nearness={nearness} line={index + 2} />}
          </NearTiles>
        </tbody>
      </table>
    </div>
  );
}

const Row = memo(function Row({ view, nearness, line }: { view: PrinterView; nearness: Nearness; line: number }) {
  const shown = useNear(view, nearness);
  if (!shown) return null;
  return (
    <tr hidden={nearness !== 'near'} aria-rowindex={line} data-status={view.status} data-printer-id={view.printer.id}>
      <Cells view={shown} />
    </tr>
  );
});

const Cells = memo(function Cells({ view: { printer, status, state, tags } }: { view: PrinterView }) {
  const { progress, activity } = state;
  const running = activity === 'printing' || activity === 'paused' || activity === 'preparing';
  return (
    <>
      <td data-column="select">
        <SelectBox id={printer.id} name={printer.name} />
      </td>
      <td data-column="need">
        <StateBadge status={status} connection={state.connection} />
        <ReportAge printer={printer.id} state={state} className="compact-age small dim" />
      </td>
      <th scope="row" data-column="name">
        <PrinterLink printer={printer} />
        <span className="compact-model small dim">
          {printer.model} <TagChips name={printer.name} tags={tags} />
        </span>
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
    </>
  );
});
