import type { History, PrinterState } from '@gantry/api';

type Values = Array<number | null>;

export interface Series {
  name: string;
  /** A custom property of history.css. */
  colour: string;
  values: Values;
  target: Values;
}

const nozzleColours = ['--heat-nozzle', '--heat-nozzle-2'];

/** What was measured in the last hour; each nozzle of a machine with several, so that no line jumps when the tool changes. */
export function seriesOf(history: History): Series[] {
  const nozzles = history.nozzles?.length
    ? history.nozzles.map(({ name, actual, target }, index) => ({
        name: `${name} nozzle`, colour: nozzleColours[index % nozzleColours.length]!, values: actual, target,
      }))
    : [{ name: 'Nozzle', colour: nozzleColours[0]!, values: history.nozzle, target: history.nozzle_target }];
  const all = [
    ...nozzles,
    { name: 'Bed', colour: '--heat-bed', values: history.bed, target: history.bed_target },
    { name: 'Chamber', colour: '--heat-chamber', values: history.chamber, target: history.chamber_target ?? [] },
  ];
  return all.filter(({ values }) => values.some((value) => typeof value === 'number'));
}

const add = (column: Values, value: number | undefined): Values => [...column, value ?? null];

/** With what the printer has reported since: samples are seconds apart, and are asked for less often still. */
export function withNow(history: History, state: PrinterState): History {
  const { nozzle, nozzles, bed, chamber, last_report_at: at } = state;
  if (state.connection !== 'online' || at <= (history.at.at(-1) ?? 0)) return history;
  return {
    at: [...history.at, at],
    nozzle: add(history.nozzle, nozzle.actual_c),
    nozzle_target: add(history.nozzle_target, nozzle.target_c),
    bed: add(history.bed, bed.actual_c),
    bed_target: add(history.bed_target, bed.target_c),
    chamber: add(history.chamber, chamber?.actual_c),
    ...(history.chamber_target && { chamber_target: add(history.chamber_target, chamber?.target_c) }),
    ...(history.nozzles && {
      nozzles: history.nozzles.map(({ name, actual, target }) => {
        const now = nozzles?.find((one) => one.name === name)?.temperature;
        return { name, actual: add(actual, now?.actual_c), target: add(target, now?.target_c) };
      }),
    }),
  };
}

export interface Summary {
  now: number | null;
  target: number | null;
  lowest: number;
  highest: number;
}

/** Of the last hour, in which something was measured. */
export function summaryOf({ values, target }: Series): Summary {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const value of values) {
    if (typeof value !== 'number') continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return { now: values.at(-1) ?? null, target: target.at(-1) || null, lowest, highest };
}

export interface Line {
  of: Series;
  dashed: boolean;
}

/** Measured ones, then targets where there ever was one. */
export function linesOf(history: History): Line[] {
  const measured = seriesOf(history);
  const aimed = measured.filter(({ target }) => target.some((value) => value !== null && value > 0));
  return [...measured.map((of) => ({ of, dashed: false })), ...aimed.map((of) => ({ of, dashed: true }))];
}

/** Seconds, then a column for each line. */
export function columnsOf(history: History, lines: Line[]): Values[] {
  // Off is no line at the bottom.
  const columns = lines.map(({ of, dashed }) => (dashed ? of.target.map((value) => value || null) : of.values));
  return [history.at.map((at) => at / 1000), ...columns];
}

export const degrees = (value: number): string => `${Math.round(value)}°`;

/** For times that are `apart` seconds from one another: closer than a minute they need their seconds. */
export function timesOfDay(seconds: number[], apart: number): string[] {
  const parts: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: apart < 60 ? '2-digit' : undefined };
  return seconds.map((at) => new Date(at * 1000).toLocaleTimeString(undefined, parts));
}
