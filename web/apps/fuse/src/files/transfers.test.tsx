import { renderPage, stateOf } from '@gantry/ui/testing';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, transfersQuery, type PrinterView, type Transfer } from '../api';
import { SendFile } from './SendFile';
import { progressText, TransferList } from './TransferList';

const file = { id: 'f1', name: 'plate 1.3mf', bytes: 12_345_678, created_at: 0, in_use: false };
const transfer = (change: Partial<Transfer> = {}): Transfer => ({
  id: 't1', file: 'f1', name: 'plate 1.3mf', printer: 'p1', printer_name: 'Workshop', name_there: 'plate_1.3mf', state: 'sending', bytes: 1000, sent: 420, tries: 1,
  created_at: 0, began_at: 0, ended_at: 0, problem: null, cause: '', ...change,
});
const printer = (id: string, name: string, state = {}, driver = 'bambu') => ({ printer: { id, name, model: 'P1S', driver }, state: stateOf(state) }) as PrinterView;
let sent: string[];

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push(`${init.method} ${url} ${typeof init.body === 'string' ? init.body : ''}`.trim());
    if (init.method === 'DELETE') return new Response(null, { status: 204 });
    return init.method === 'POST' ? Response.json(transfer(), { status: 201 }) : Response.json({ transfers: [] });
  });
});
afterEach(() => vi.unstubAllGlobals());

function list(...transfers: Transfer[]) {
  const page = renderPage(null);
  page.cache.setQueryData(transfersQuery.queryKey, { transfers });
  page.rerender(<TransferList />);
}

describe('sending a file', () => {
  it('offers the printers that can take it, and says why the others cannot', async () => {
    const page = renderPage(null);
    page.cache.setQueryData(printersQuery.queryKey, [
      printer('p1', 'Workshop'),
      printer('p2', 'Attic', { connection: 'offline' }),
      printer('p3', 'Cellar', { storage: 'none' }),
      printer('p4', 'Vase', {}, 'virtual'),
    ]);
    const closed = vi.fn();
    page.rerender(<SendFile file={file} onClose={closed} />);
    const dialog = await screen.findByRole('dialog', { name: 'Send to a printer' });
    expect(within(dialog).getByRole('button', { name: 'Send' })).toBeDisabled();
    for (const [name, why] of [['Attic', 'Disconnected'], ['Cellar', 'No USB stick or card'], ['Vase', 'Virtual: it has no storage']] as const) {
      expect(within(dialog).getByRole('radio', { name })).toBeDisabled();
      expect(within(dialog).getByText(why)).toBeInTheDocument();
    }
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Workshop' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Send' }));
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    expect(sent[0]).toBe('POST /api/transfers {"file":"f1","printer":"p1"}');
  });

  it('shows how far it is, and stops', async () => {
    list(transfer());
    expect(screen.getByRole('progressbar', { name: 'Sending plate 1.3mf to Workshop' })).toHaveAttribute('value', '0.42');
    await userEvent.click(screen.getByRole('button', { name: 'Stop plate 1.3mf to Workshop' }));
    expect(sent[0]).toBe('DELETE /api/transfers/t1');
  });

  it('names what went wrong, what to do, and sends it again', async () => {
    list(transfer({ state: 'failed', ended_at: 1, tries: 3, cause: 'link_unstable', problem: { code: 'timeout', detail: 'nothing moved for 30 s' } }));
    const trouble = screen.getByRole('alert');
    expect(trouble).toHaveTextContent('The connection to the printer is unstable');
    expect(trouble).toHaveTextContent('nothing moved for 30 s');
    expect(within(trouble).getAllByRole('listitem').length).toBeGreaterThan(1);
    await userEvent.click(screen.getByRole('button', { name: 'Send plate 1.3mf to Workshop again' }));
    await vi.waitFor(() => expect(sent).toContain('DELETE /api/transfers/t1'));
    expect(sent[0]).toBe('POST /api/transfers {"file":"f1","printer":"p1"}');
  });

  it('says when a broken try is followed by another', () => {
    list(transfer({ state: 'waiting', cause: 'a cause of tomorrow', problem: { code: 'offline', detail: 'the connection broke' } }));
    expect(screen.getByText('the connection broke')).toBeInTheDocument();
    expect(screen.getByText(/the next follows by itself/)).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('guesses the time that is left once there is something to go by', () => {
    expect(progressText(transfer(), 1000)).toBe('42 % of 1.0 kB');
    expect(progressText(transfer(), 10_000)).toBe('42 % of 1.0 kB · about 14 s left');
    expect(progressText(transfer({ sent: 1 }), 10_000)).toBe('0 % of 1.0 kB · about 167 min left');
    expect(progressText(transfer({ state: 'sent' }))).toBe('1.0 kB, as plate_1.3mf');
  });
});
