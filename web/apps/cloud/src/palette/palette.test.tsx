import { stateOf } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, type PrinterView, type Session } from '../api';
import { open, owner, serve } from '../testing';
// Loaded before a test's clock runs; the page does it when it is asked for.
import './Palette';

const switches = { cameras: true, snapshots: true, remote_stream: true };
const farm: PrinterView[] = ['Alpha', 'Beta'].map((name) => ({
  printer: { id: name, name, model: 'X1', serial: `00M-${name}`, driver: 'bambu', camera: 'rtsp' },
  fuse_id: 'f1', status: 'printing', state: stateOf({ activity: 'printing' }), camera: { snapshot_at: 0, switches }, tags: name === 'Beta' ? ['Hall 2'] : [],
}));
const operator: Session = { ...owner, permissions: ['printer.view', 'printer.control', 'printer.camera', 'fuse.view'] };
const viewer: Session = { ...owner, permissions: ['printer.view'] };

async function openPalette(session: Session, typed: string) {
  const sent = serve({ 'GET /api/stores': [owner.store, { id: 's2', name: 'Annex', role: 'viewer' }], 'GET /api/fuses': [{ id: 'f1', name: 'Hall Fuse' }] });
  const page = await open('/printers', session);
  page.cache.setQueryData(printersQuery.queryKey, farm);
  await screen.findByRole('list', { name: 'Printers' });
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('combobox', { name: 'Printer, page or action' }), typed);
  return sent;
}
const shown = () => screen.queryAllByRole('option').map((option) => option.querySelector('.palette-name')!.textContent);

afterEach(() => vi.unstubAllGlobals());

describe('the palette', () => {
  it('leads to a printer by its name, its serial number or its tag', async () => {
    await openPalette(operator, 'hall 2');
    expect(shown()).toEqual(['Beta', 'Show printers with “hall 2”']);
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'Beta' })).toBeInTheDocument();
  });

  it('offers pages and actions of those only who may', async () => {
    await openPalette(viewer, 'a');
    await userEvent.clear(screen.getByRole('combobox', { name: 'Printer, page or action' }));
    expect(shown()).toEqual(expect.arrayContaining(['Alpha', 'Beta', 'Dashboard', 'Printers', 'My account', 'Sign out']));
    for (const closed of ['Fuses', 'Dashboard: Cameras', 'Settings: Users', 'Settings: Server', 'Activate a Fuse']) expect(shown()).not.toContain(closed);
    await userEvent.type(screen.getByRole('combobox', { name: 'Printer, page or action' }), 'pause');
    expect(shown()).toEqual(['Show printers with “pause”']);
  });

  it('commands a printer after a question, and moves to another store', async () => {
    const sent = await openPalette(operator, 'pause bet{Enter}');
    const question = await screen.findByRole('dialog', { name: 'Pause the print on Beta?' });
    await userEvent.click(within(question).getByRole('button', { name: 'Pause Beta' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'POST /api/printers/Beta/command', body: { action: 'pause' } }));
    expect(await screen.findByText('Pause Beta: done')).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument(), { timeout: 4000 });
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox', { name: 'Printer, page or action' }), 'annex');
    expect(shown()[0]).toBe('Switch to Annex');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(sent).toContainEqual({ call: 'PUT /api/session/store', body: { store: 's2' } }));
  });

  it('filters the dashboard by what was typed', async () => {
    await openPalette(operator, 'zzz{Enter}');
    await screen.findByText('No printer matches');
    expect(screen.getByRole('searchbox', { name: 'Search printers' })).toHaveValue('zzz');
  });
});

describe('the list of printers', () => {
  it('is searched with /, which the list of keys says', async () => {
    await openPalette(operator, '{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await userEvent.keyboard('?');
    const keys = within(await screen.findByRole('dialog', { name: 'Keys' }));
    expect(keys.getByText('/').closest('div')).toHaveTextContent('/Search');
    expect(keys.queryByText('Search everything')).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await userEvent.keyboard('/');
    expect(screen.getByRole('searchbox', { name: 'Search printers' })).toHaveFocus();
  });

  it('is closed to whoever may see none of them', async () => {
    const sent = serve({ 'GET /api/fuses': [] });
    await open('/printers', { ...owner, permissions: ['fuse.view'] });
    expect(await screen.findByText('This is not open to you')).toBeInTheDocument();
    expect(sent.map(({ call }) => call)).not.toContain('GET /api/printers');
  });

  it('says of each what it is and which Fuse it comes through', async () => {
    serve({ 'GET /api/fuses': [{ id: 'f1', name: 'Hall Fuse' }] });
    const page = await open('/printers', operator);
    page.cache.setQueryData(printersQuery.queryKey, farm);
    const list = await screen.findByRole('list', { name: 'Printers' });
    await within(list).findAllByText(/Hall Fuse/);
    expect(within(list).getByRole('link', { name: 'Alpha' }).closest('li')).toHaveTextContent('X1 00M-Alpha · Hall Fuse');
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search printers' }), '00m-beta');
    await waitFor(() => expect(within(list).getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Beta']));
    expect(within(screen.getByRole('navigation', { name: 'Pages' })).getByRole('link', { name: 'Printers' })).toHaveAttribute('aria-current', 'page');
  });
});
