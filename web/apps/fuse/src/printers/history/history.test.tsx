import { columnsOf, linesOf, seriesOf, summaryOf, timesOfDay, withNow } from '@gantry/ui/history';
import { renderPage, stateOf } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { History } from '../../api';
import { openPrinters, viewOf } from '../testing';
import { HistoryDialog } from './HistoryDialog';

// jsdom has no canvas: what is drawn is looked at in the browser.
const drawn = vi.hoisted(() => [] as unknown[]);
vi.mock('uplot', () => ({
  default: class {
    constructor(_options: unknown, data: unknown) {
      drawn.push(data);
    }
    setData(data: unknown) {
      drawn.push(data);
    }
    setSize() {}
    destroy() {}
  },
}));

const history: History = {
  at: [1000, 11_000, 21_000],
  nozzle: [25, null, 219.6],
  nozzle_target: [0, null, 220],
  bed: [25, null, 60],
  bed_target: [0, null, 0],
  chamber: [null, null, null],
};

let answer: History;
beforeEach(() => {
  answer = history;
  drawn.length = 0;
  vi.stubGlobal('fetch', async () => Response.json(answer));
});
afterEach(() => vi.unstubAllGlobals());

describe('the last hour', () => {
  it('has a line for what was measured, and one for a target that there was', () => {
    const lines = linesOf(history);
    expect(lines.map(({ of, dashed }) => `${of.name}${dashed ? ' target' : ''}`)).toEqual(['Nozzle', 'Bed', 'Nozzle target']);
    expect(columnsOf(history, lines)).toEqual([[1, 11, 21], [25, null, 219.6], [25, null, 60], [null, null, 220]]);
  });

  it('is summed up in numbers', () => {
    const series = seriesOf(history);
    expect(series.map(({ name }) => name)).toEqual(['Nozzle', 'Bed']);
    expect(summaryOf(series[0]!)).toEqual({ now: 219.6, target: 220, lowest: 25, highest: 219.6 });
  });

  it('keeps a line for each nozzle, and the target of a chamber', () => {
    const two: History = {
      ...history,
      chamber: [25, null, 40],
      chamber_target: [0, null, 60],
      nozzles: [
        { name: 'Right', actual: [25, null, 219.6], target: [0, null, 220] },
        { name: 'Left', actual: [24, null, 90], target: [0, null, 0] },
      ],
    };
    const lines = linesOf(two);
    expect(lines.map(({ of, dashed }) => `${of.name}${dashed ? ' target' : ''}`)).toEqual([
      'Right nozzle', 'Left nozzle', 'Bed', 'Chamber', 'Right nozzle target', 'Chamber target',
    ]);
    expect(new Set(seriesOf(two).map(({ colour }) => colour)).size).toBe(4);
    expect(columnsOf(two, lines).at(-1)).toEqual([null, null, 60]);
  });

  it('goes on to what the printer has just said, and not beyond what is known of it', () => {
    const now = stateOf({ connection: 'online', last_report_at: 23_000, nozzle: { actual_c: 221, target_c: 230 }, bed: { actual_c: 61, target_c: 0 } });
    const series = seriesOf(withNow(history, now));
    expect(summaryOf(series[0]!)).toEqual({ now: 221, target: 230, lowest: 25, highest: 221 });
    expect(withNow(history, now).chamber).toEqual([null, null, null, null]);
    expect(withNow(history, { ...now, connection: 'offline' })).toBe(history);
    expect(withNow(history, { ...now, last_report_at: 21_000 })).toBe(history);
    const several = { ...history, nozzles: [{ name: 'Left', actual: [1, 2, 3], target: [0, 0, 0] }] };
    const left = { name: 'Left', temperature: { actual_c: 4, target_c: 9 }, diameter_mm: 0.4, active: true };
    expect(withNow(several, { ...now, nozzles: [left] }).nozzles![0]).toEqual({ name: 'Left', actual: [1, 2, 3, 4], target: [0, 0, 0, 9] });
  });

  it('names times with their seconds where minutes would repeat', () => {
    const minutes = timesOfDay([0, 60, 120], 60);
    expect(new Set(minutes).size).toBe(3);
    expect(new Set(timesOfDay([0, 15, 30, 45], 15)).size).toBe(4);
    expect(timesOfDay([0], 15)[0]!.length).toBeGreaterThan(minutes[0]!.length);
  });

  it('opens with a click on the temperatures and is drawn once it is loaded', async () => {
    await openPrinters([viewOf()]);
    await userEvent.click(screen.getByRole('button', { name: /^Temperatures of Workshop X1/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Temperatures of Workshop X1' });
    const list = await within(dialog).findByRole('list', { name: 'The last hour' });
    expect(within(list).getAllByRole('listitem')[0]).toHaveTextContent('Nozzle220°target 220° · 25° to 220°');
    await waitFor(() => expect(drawn.length).toBeGreaterThan(0));
  });

  it('says when nothing was heard', async () => {
    answer = { at: [], nozzle: [], nozzle_target: [], bed: [], bed_target: [], chamber: [] };
    renderPage(<HistoryDialog printer={viewOf().printer} onClose={() => {}} />);
    await screen.findByText('Nothing was heard in the last hour');
  });
});
