import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { describe, expect, it, vi } from 'vitest';
import type { OverallStatus, PrinterState } from '@gantry/api';
import { Dialog } from './Dialog';
import { DialogForm } from './DialogForm';
import { StateBadge } from './StateBadge';
import { ageText, countdownText, durationText } from './age';
import { activityText, byNeed, needsAttention, statusLook } from './status';

describe('ages and times', () => {
  it.each([
    [0, 'just now'],
    [42_000, '42s ago'],
    [125_000, '2m ago'],
    [3 * 3_600_000, '3h ago'],
    [5 * 86_400_000, '5d ago'],
  ])('%i ms is "%s"', (ms, text) => expect(ageText(1_000_000_000, 1_000_000_000 + ms)).toBe(text));

  it('counts down and tells durations', () => {
    expect(countdownText(14 * 60_000 + 4200)).toBe('14:05');
    expect(countdownText(-1)).toBe('0:00');
    expect(durationText(45)).toBe('45m');
    expect(durationText(125)).toBe('2h 05m');
  });
});

describe('StateBadge', () => {
  it.each<[OverallStatus, PrinterState['connection'], string, string]>([
    ['printing', 'online', 'Printing', 'green'],
    ['ready', 'online', 'Ready', 'blue'],
    ['waiting', 'online', 'Waiting', 'purple'],
    ['needs_configuration', 'refused', 'Needs configuration', 'yellow'],
    ['offline', 'offline', 'Offline', 'gray'],
    ['offline', 'stale', 'Stale', 'gray'],
    ['offline', 'disabled', 'Disabled', 'gray'],
  ])('%s (%s) is "%s" in %s', (status, connection, label, tone) => {
    render(<StateBadge status={status} connection={connection} />);
    expect(screen.getByText(label)).toHaveAttribute('data-tone', tone);
    expect(statusLook(status, connection).icon).toBeTruthy();
  });
});

const view = (name: string, status: OverallStatus, minutes: number | null = null, activity: PrinterState['activity'] = 'idle') => ({
  printer: { name },
  status,
  state: { activity, connection: 'online', faults: [], progress: { remaining_minutes: minutes } } as unknown as PrinterState,
});

const two = (first: boolean, second: boolean) => (
  <MantineProvider>
    <Dialog opened={first} title="Asks" onClose={() => {}}>
      Something
    </Dialog>
    <Dialog opened={second} title="Asks again" onClose={() => {}}>
      Something else
    </Dialog>
  </MantineProvider>
);

describe('a page beneath dialogs', () => {
  it('stands still until the last of them is closed', () => {
    const { rerender, unmount } = render(two(true, true));
    expect(document.body).toHaveAttribute('data-still');
    rerender(two(true, false));
    expect(document.body).toHaveAttribute('data-still');
    rerender(two(false, false));
    expect(document.body).not.toHaveAttribute('data-still');
    rerender(two(false, true));
    unmount();
    expect(document.body).not.toHaveAttribute('data-still');
  });
});

const form = (change: Partial<ComponentProps<typeof DialogForm>>) => (
  <MantineProvider>
    <DialogForm action="Save" onSubmit={() => {}} {...change}>
      <input aria-label="Name" />
    </DialogForm>
  </MantineProvider>
);

describe('the form of a dialog', () => {
  it('submits with Enter as with its button, once each', async () => {
    const submit = vi.fn();
    render(form({ onSubmit: submit }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Hall 2{Enter}');
    expect(submit).toHaveBeenCalledTimes(1);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(submit).toHaveBeenCalledTimes(2);
  });

  it('is left without submitting', async () => {
    const submit = vi.fn();
    const cancel = vi.fn();
    render(form({ onSubmit: submit, onCancel: cancel }));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(submit).not.toHaveBeenCalled();
  });

  it('shows the refusal, and no way back where there is none', () => {
    render(form({ disabled: true, error: new Error('the name is taken') }));
    expect(screen.getByRole('alert')).toHaveTextContent('The name is taken');
    expect(screen.queryByRole('button', { name: 'Cancel' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  });
});

describe('activityText', () => {
  it('tells a print that was stopped from one that failed', () => {
    const print = { id: '1', job_id: '', name: 'Benchy', started_at: 1, ended_at: 2, result: 'cancelled' as const, reason: '' };
    expect(activityText({ activity: 'failed', print })).toBe('Cancelled');
    expect(activityText({ activity: 'failed', print: { ...print, result: 'failed' } })).toBe('Failed');
    expect(activityText({ activity: 'failed' })).toBe('Failed');
    expect(activityText({ activity: 'printing', print })).toBe('Printing');
    expect(activityText({ activity: 'printing', own_job: true, print }), 'a calibration').toBe('Busy');
    expect(activityText({ activity: 'paused', own_job: true })).toBe('Paused');
  });
});

describe('byNeed', () => {
  it('puts first who needs a person, then who finishes soonest', () => {
    const all = [view('Off', 'offline'), view('Late', 'printing', 90), view('Soon', 'printing', 5), view('Idle', 'ready'), view('Broken', 'ready', null, 'failed')];
    expect(all.toSorted(byNeed).map(({ printer }) => printer.name)).toEqual(['Broken', 'Soon', 'Late', 'Idle', 'Off']);
  });

  it('is no longer attention for a failed print that somebody has cleared', () => {
    const failed = view('Failed', 'waiting', null, 'failed').state;
    expect(needsAttention({ ...failed, needs_clearing: true })).toBe(true);
    expect(needsAttention({ ...failed, needs_clearing: false })).toBe(false);
  });

  it('puts a print that waits for a person before errors, and forgets the faults of a printer that is off', () => {
    const fault = { code: 'HMS', severity: 'serious' as const, module: '', text: '', link: '' };
    const waits = view('Waits', 'waiting', null, 'paused');
    const off = view('Off', 'offline', null, 'failed');
    waits.state.faults = [{ ...fault, severity: 'common' }];
    off.state.faults = [fault];
    off.state.connection = 'offline';
    const all = [off, view('Broken', 'waiting', null, 'failed'), waits, view('Paused', 'waiting', null, 'paused')];
    expect(all.toSorted(byNeed).map(({ printer }) => printer.name)).toEqual(['Waits', 'Broken', 'Paused', 'Off']);
    expect(all.filter(({ state }) => needsAttention(state))).toHaveLength(2);
  });
});
