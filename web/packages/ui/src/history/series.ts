import type { History } from '@gantry/api';

type Column = Exclude<keyof History, 'at'>;

export interface Series {
  column: Column;
  name: string;
  /** A custom property of history.css. */
  colour: string;
  target?: Column;
}

export const series: Series[] = [
  { column: 'nozzle', name: 'Nozzle', colour: '--heat-nozzle', target: 'nozzle_target' },
  { column: 'bed', name: 'Bed', colour: '--heat-bed', target: 'bed_target' },
  { column: 'chamber', name: 'Chamber', colour: '--heat-chamber' },
];

export interface Summary {
  now: number | null;
  target: number | null;
  lowest: number;
  highest: number;
}

/** Of the last hour; undefined where nothing was measured. */
export function summaryOf(history: History, { column, target }: Series): Summary | undefined {
  const values = history[column];
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (typeof value !== 'number') continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (lowest === Infinity) return undefined;
  return { now: values.at(-1) ?? null, target: (target && history[target].at(-1)) || null, lowest, highest };
}

export interface Line {
  of: Series;
  dashed: boolean;
}

/** Measured ones, then targets where there ever was one. */
export function linesOf(history: History): Line[] {
  const measured = series.filter(({ column }) => history[column].some((value) => value !== null));
  const aimed = measured.filter(({ target }) => target && history[target].some((value) => value !== null && value > 0));
  return [...measured.map((of) => ({ of, dashed: false })), ...aimed.map((of) => ({ of, dashed: true }))];
}

/** Seconds, then a column for each line. */
export function columnsOf(history: History, lines: Line[]): Array<Array<number | null>> {
  const columns = lines.map(({ of: { column, target }, dashed }) => {
    if (!dashed || !target) return history[column];
    // Off is no line at the bottom.
    return history[target].map((value) => value || null);
  });
  return [history.at.map((at) => at / 1000), ...columns];
}

export const degrees = (value: number): string => `${Math.round(value)}°`;
