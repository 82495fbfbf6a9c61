import type { PrinterState } from '@gantry/api';
import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateOf } from '../testing';
import { ReportAge } from './ReportAge';
import { hear } from './heard';

/** The clock of its Fuse is an hour behind this page's. */
const report = Date.now() - 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

let count = 0;

/** A printer of its own, which has just said something. */
function show(change: Partial<PrinterState> = {}) {
  const printer = `p${(count += 1)}`;
  const page = (last_report_at: number) => <ReportAge printer={printer} state={stateOf({ last_report_at, ...change })} />;
  hear(printer, report);
  const { rerender } = render(page(report));
  return (last_report_at: number) => {
    hear(printer, last_report_at);
    rerender(page(last_report_at));
  };
}

describe('the age of a report', () => {
  it('is not shown of an idle printer that is silent for a minute, as healthy ones are', async () => {
    const say = show();
    await wait(70_000);
    expect(screen.queryByText(/ago/)).not.toBeInTheDocument();
    await wait(6000);
    expect(screen.getByText('1m ago')).toHaveAttribute('title', expect.stringMatching(/^Last report /));
    say(report + 76_000);
    expect(screen.queryByText(/ago/)).not.toBeInTheDocument();
  });

  it('is shown sooner of one that prints, counted from when this page heard it', async () => {
    show({ activity: 'printing' });
    await wait(15_000);
    expect(screen.queryByText(/ago/)).not.toBeInTheDocument();
    await wait(10_000);
    expect(screen.getByText('25s ago')).toBeInTheDocument();
  });

  it('goes on when the same report comes again, and is not known of one that came by no event', async () => {
    const say = show({ activity: 'printing' });
    await wait(15_000);
    say(report);
    await wait(10_000);
    expect(screen.getByText('25s ago')).toBeInTheDocument();
    render(<ReportAge printer="never heard" state={stateOf({ activity: 'printing', last_report_at: report })} />);
    expect(screen.getAllByText(/ago/)).toHaveLength(1);
  });

  it('is not shown while what it said waits for somebody who scrolls', async () => {
    show({ activity: 'printing' });
    await wait(15_000);
    hear(`p${count}`, report + 15_000);
    await wait(10_000);
    expect(screen.queryByText(/ago/)).not.toBeInTheDocument();
  });

  it('is what its Fuse says of one that is not connected any more', () => {
    show({ connection: 'offline' });
    expect(screen.getByText('1h ago')).toBeInTheDocument();
  });
});
