import { countsOf, inOrder } from '@gantry/ui';
import { stateOf } from '@gantry/ui/testing';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyEvent } from '../../events';
import { openPrinters, viewOf } from '../testing';
import { pick, searchOf } from './view';

const left = (remaining_minutes: number | null, job_name = '') => ({ job_name, percent: 1, remaining_minutes, layer: 0, total_layers: 0 });
const named = (name: string, change: Parameters<typeof viewOf>[0] = {}) => viewOf({ ...change, printer: { id: name, name, ...change.printer } });

const farm = [
  named('Rack 10', { status: 'offline', state: stateOf({ connection: 'offline' }) }),
  named('Rack 9'),
  named('Late', { status: 'printing', state: stateOf({ activity: 'printing', progress: left(90, 'gear.3mf') }) }),
  named('Soon', { status: 'printing', state: stateOf({ activity: 'printing', progress: left(5) }), printer: { model: 'A1 Mini' } }),
  named('Broken', { status: 'waiting', state: stateOf({ activity: 'failed' }) }),
];
const names = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);

afterEach(() => vi.unstubAllGlobals());

describe('which printers, in which order', () => {
  it('follows search, state and sort', () => {
    const of = (search: Parameters<typeof pick>[1]) => pick(farm, search).map(({ printer }) => printer.name);
    expect(of({})).toEqual(['Broken', 'Soon', 'Late', 'Rack 9', 'Rack 10']);
    expect(of({ sort: 'name' })).toEqual(['Broken', 'Late', 'Rack 9', 'Rack 10', 'Soon']);
    expect(of({ sort: 'left' }).slice(0, 2)).toEqual(['Soon', 'Late']);
    expect(of({ sort: 'added' })[0]).toBe('Rack 10');
    expect(of({ show: 'attention' })).toEqual(['Broken']);
    expect(of({ q: 'GEAR print' })).toEqual(['Late']);
    expect(of({ q: 'a1 mini' })).toEqual(['Soon']);
    expect(of({ q: '192.168', show: 'offline' })).toEqual(['Rack 10']);
    expect(countsOf(farm)).toMatchObject({ attention: 1, printing: 2, offline: 1, needs_configuration: 0 });
  });

  it('takes from the address what it knows', () => {
    expect(searchOf({ q: 12, show: 'printing', sort: 'name' })).toEqual({ q: '12', show: 'printing', sort: 'name' });
    expect(searchOf({ show: 'toString', sort: 'need', other: 1 })).toEqual({});
  });

  it('stays while somebody is at work', () => {
    expect(inOrder(pick(farm, {}), ['Late', 'Gone', 'Soon', 'Broken']).map(({ printer }) => printer.name)).toEqual(['Late', 'Soon', 'Broken', 'Rack 9', 'Rack 10']);
  });
});

describe('the list', () => {
  it('needs no tools for few printers', async () => {
    await openPrinters(farm.slice(0, 3));
    expect(screen.queryByRole('search')).toBeNull();
  });

  it('keeps what was asked for in the address', async () => {
    const page = await openPrinters(farm);
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search printers' }), 'rack');
    await waitFor(() => expect(names()).toEqual(['Rack 9', 'Rack 10']));
    expect(page.address()).toBe('/printers?q=rack');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    await userEvent.click(within(screen.getByRole('group', { name: 'Show' })).getByRole('button', { name: /^Printing/ }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Sort by' }), 'Name');
    await waitFor(() => expect(names()).toEqual(['Late', 'Soon']));
    expect(page.address()).toBe('/printers?show=printing&sort=name');
  });

  it('opens as its address says, and says when nothing matches', async () => {
    const page = await openPrinters(farm, '/printers?q=nowhere&show=printing');
    expect(screen.getByRole('searchbox')).toHaveValue('nowhere');
    await userEvent.click(screen.getByRole('button', { name: 'Show All Printers' }));
    await waitFor(() => expect(names().length).toBe(5));
    expect(page.address()).toBe('/printers');
  });

  it('does not move a card under a pointer, and follows when it leaves', async () => {
    const { cache } = await openPrinters(farm);
    const grid = screen.getByRole('list', { name: 'Printers' });
    fireEvent.pointerMove(grid);
    act(() => applyEvent(cache, { type: 'printer', id: 'Late', changes: { progress: left(1) } as never }));
    expect(names().slice(0, 3)).toEqual(['Broken', 'Soon', 'Late']);
    fireEvent.pointerLeave(grid);
    await waitFor(() => expect(names().slice(0, 3)).toEqual(['Broken', 'Late', 'Soon']));
  });

  it('folds away what is looked up once there are many', async () => {
    await openPrinters(Array.from({ length: 13 }, (_, index) => named(`P${index}`)));
    expect(screen.getAllByText('Details', { exact: false, selector: 'summary' }).length).toBe(13);
    expect(screen.queryByText('192.168.0.30')).toBeNull();
    await userEvent.click(screen.getByText('of P7', { exact: false, selector: 'summary *' }));
    expect(screen.getByText('192.168.0.30')).toBeInTheDocument();
  });

  it('is driven by keys', async () => {
    const sent: unknown[] = [];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (url.endsWith('/command')) sent.push(`${url} ${String(init.body)}`);
      return new Response(null, { status: 204 });
    });
    await openPrinters(farm);
    await userEvent.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    await userEvent.keyboard('p{Escape}{Enter}');
    expect(screen.getByRole('button', { name: 'Camera of Broken' })).toHaveFocus();
    act(() => screen.getByRole('button', { name: 'Camera of Soon' }).focus());
    await userEvent.keyboard('p');
    await waitFor(() => expect(sent).toEqual(['/api/printers/Soon/command {"action":"pause"}']));
    await userEvent.keyboard('s');
    await screen.findByRole('dialog', { name: 'Stop the print on Soon?' });
    await userEvent.keyboard('{Escape}?');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: /Stop/ })).toBeNull());
    await userEvent.keyboard('?');
    await screen.findByRole('dialog', { name: 'Keys' });
  });
});
