import { hear } from '@gantry/ui';
import { stateOf } from '@gantry/ui/testing';
import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PrinterView } from '../api';
import { applyChanges } from '../events';
import { open, operator, printer, serveSilence } from '../testing';

serveSilence();

describe('a printer without a camera', () => {
  it.each(['/', '/printers/Alpha'])('has the placeholder with that reason at %s', async (address) => {
    await open(address, operator, { printers: [printer('Alpha', {}, 'none')] });
    expect(await screen.findByText('No preview')).toBeInTheDocument();
    expect(screen.getByText('This printer has no camera.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Stream/ })).not.toBeInTheDocument();
  });
});

describe('what a printer said last', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each(['full', 'compact', 'cameras'])('has its age in the %s view once this page has heard nothing new for long, whatever clock its Fuse has', async (view) => {
    const now = Date.now();
    const state = stateOf({ activity: 'printing', last_report_at: now - 3_600_000 });
    const printers: PrinterView[] = ['Alpha', 'Beta'].map((name) => printer(name, { status: 'printing', state }));
    const { cache } = await open(`/?view=${view}`, operator, { printers });
    for (const { printer: { id } } of printers) hear(id, state.last_report_at);
    expect(screen.queryByText(/ago$/)).not.toBeInTheDocument();
    vi.spyOn(Date, 'now').mockReturnValue(now + 42_500);
    const last_report_at = state.last_report_at + 42_500;
    hear('Beta', last_report_at);
    act(() => applyChanges(cache, [{ type: 'printer', seq: 1, id: 'Beta', status: 'printing', changes: { last_report_at } as never }]));
    const age = await screen.findByText('42s ago');
    expect(age).toHaveAttribute('title', expect.stringMatching(/^Last report /));
    expect(age.closest('li, tr')).toHaveTextContent('Alpha');
  });
});

describe('a print without a name', () => {
  it('is called so, and not by its state a second time', async () => {
    const state = stateOf({ activity: 'printing' });
    await open('/?view=full', operator, { printers: [printer('Alpha', { status: 'printing', state }), printer('Beta', { status: 'printing', state: { ...state, stage: 'Heating' } })] });
    const [alpha, beta] = ['Alpha', 'Beta'].map((name) => within(screen.getByRole('link', { name }).closest('li')!));
    expect(alpha!.getByText('Unnamed print')).toBeInTheDocument();
    expect(alpha!.getAllByText('Printing')).toHaveLength(1);
    expect(beta!.getByText('Heating')).toBeInTheDocument();
  });
});

describe('a store without printers', () => {
  it('offers to activate a Fuse to those who may', async () => {
    await open('/', { ...operator, permissions: [...operator.permissions, 'fuse.manage'] }, { printers: [] });
    expect(screen.getByRole('link', { name: 'Activate a Fuse' })).toHaveAttribute('href', '/activate');
  });

  it('tells others whom to ask', async () => {
    await open('/', operator, { printers: [] });
    expect(screen.getByText(/An owner or admin of Workshop can activate one/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Activate a Fuse' })).not.toBeInTheDocument();
  });
});
