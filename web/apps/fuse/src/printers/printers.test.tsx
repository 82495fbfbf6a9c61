import { stateOf } from '@gantry/ui/testing';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery, settingsQuery } from '../api';
import { applyEvent } from '../events';
import { isAddress } from './add/address';
import { fill, openPhysical, openPrinters as open, viewOf } from './testing';

const printer = viewOf();
const form = {
  driver: 'bambu',
  title: 'Bambu Lab',
  preparation: 'The printer needs both LAN Mode and Developer Mode.',
  fields: [
    { key: 'model', kind: 'choice', label: 'Model', hint: '', required: false, length: 0, choices: ['X1 Carbon', 'X1', 'P1P', 'P1S', 'A1 Mini', 'A1', 'Other'] },
    { key: 'serial', kind: 'serial', label: 'Device Serial Number', hint: '', required: false, length: 0, choices: [] },
    { key: 'access_code', kind: 'secret', label: 'Access Code', hint: '8 digits', required: true, length: 8, choices: [] },
  ],
  failures: { unauthorized: 'Wrong code' },
};
let verdict: unknown;
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  verdict = { identity: { serial: '01S00C000000042', model: 'P1S' }, warning: null, problem: null };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ call: `${init.method} ${url}`, body: init.body && JSON.parse(String(init.body)) });
    if (url === '/api/drivers') return Response.json([form]);
    if (url.endsWith('/test')) return Response.json(verdict);
    if (url.endsWith('/identify')) return Response.json({ serial: '01S00C000000042', model: 'P1S' });
    return Response.json(printer, { status: 201 });
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('a printer card', () => {
  it('names what a person needs', async () => {
    await open([printer]);
    for (const text of ['Workshop X1', 'Connected', 'Idle', '192.168.0.30', '00M09C000000001', 'Connected At', 'Last Received', 'Reconnects'])
      expect(screen.getByText(text)).toBeInTheDocument();
    for (const name of ['Camera of Workshop X1', 'Edit Workshop X1', 'Delete Workshop X1'])
      expect(screen.getByRole('button', { name })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Communications of Workshop X1' })).toHaveAttribute('href', '/printers/p1/communications');
  });

  it('asks for no picture where snapshots are switched off', async () => {
    const page = await open([printer]);
    expect(await screen.findByRole('img', { name: /latest view/ })).toBeInTheDocument();
    page.cache.setQueryData(settingsQuery.queryKey, { snapshots_enabled: false } as never);
    await waitFor(() => expect(screen.queryByRole('img', { name: /latest view/ })).not.toBeInTheDocument());
    expect(screen.getByText('No preview')).toBeInTheDocument();
    expect(screen.getByText('Snapshots are off in Settings.')).toBeInTheDocument();
  });

  it('sends the switches of its camera', async () => {
    await open([printer]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Workshop X1' }));
    await userEvent.click(await screen.findByRole('switch', { name: /^Allow remote stream access/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const camera_switches = { camera_enabled: true, snapshots_enabled: true, remote_stream_enabled: false };
    await waitFor(() => expect(sent.at(-1)?.body).toMatchObject({ camera_switches }));
  });

  it('tries a new address before it is saved, with the code that nobody can read back', async () => {
    await open([printer]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Workshop X1' }));
    const address = await screen.findByLabelText(/IP Address/);
    expect(screen.queryByText('Works')).toBeNull();
    await fill(address, '192.168.0.77');
    expect(await screen.findByText('Works')).toBeInTheDocument();
    const tried = { call: 'POST /api/printers/p1/test', body: { address: '192.168.0.77' } };
    expect(sent.at(-1)).toEqual(tried);
    verdict = { identity: null, warning: null, problem: { code: 'untrusted', detail: 'Another printer answers at 192.168.0.78' } };
    await fill(address, '192.168.0.78');
    expect(await screen.findByText('Another printer.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const body = { name: 'Workshop X1', address: '192.168.0.78' };
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/printers/p1', body }));
  });

  it('says that it asks what else can be changed, and asks again when that failed', async () => {
    let answer: ((given: Response) => void) | undefined;
    const others = globalThis.fetch;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => (url === '/api/drivers' ? new Promise<Response>((done) => (answer = done)) : others(url, init)));
    await open([printer]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Workshop X1' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Edit Workshop X1' }));
    expect(dialog.getByText('Loading what else it asks for …')).toBeInTheDocument();
    await act(async () => answer?.(Response.json({ code: 'offline', detail: 'Fuse is being restarted' }, { status: 503 })));
    await userEvent.click(await dialog.findByRole('button', { name: 'Try again' }));
    await act(async () => answer?.(Response.json([form])));
    expect(await dialog.findByLabelText(/Access Code/)).toBeInTheDocument();
    expect(dialog.queryByRole('alert')).toBeNull();
  });

  it('names what is wrong with an address before it can be saved', async () => {
    await open([printer]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Workshop X1' }));
    const address = await screen.findByLabelText(/IP Address/);
    await fill(address, 'fe80::1');
    expect(screen.queryByText(/IPv6/)).toBeNull();
    await userEvent.tab();
    expect(screen.getByText('This is an IPv6 address; printers are reached by their IPv4 address, like 192.168.0.30.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    await fill(address, '192.168.0.');
    expect(screen.getByText('An IP address looks like 192.168.0.30.')).toBeInTheDocument();
    await fill(address, '192.168.0.31');
    expect(address).toBeValid();
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
  });

  it('offers to accept a changed certificate', async () => {
    const problem = { code: 'untrusted', detail: 'The certificate has changed.' } as const;
    await open([{ ...printer, state: stateOf({ connection: 'refused', problem }) }]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Workshop X1' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Accept the Changed Certificate' }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/printers/p1', body: { accept_certificate: true } }));
  });

  it('asks by name before it deletes', async () => {
    await open([printer]);
    await userEvent.click(screen.getByRole('button', { name: 'Delete Workshop X1' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete Workshop X1?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete Workshop X1' }));
    await waitFor(() => expect(sent.at(-1)?.call).toBe('DELETE /api/printers/p1'));
  });

  it('comes back after a deletion that was a mistake', async () => {
    const other = viewOf({ printer: { id: 'p2', name: 'Other' }, address: '192.168.0.31' });
    const { cache } = await open([printer, other]);
    await userEvent.click(screen.getByRole('button', { name: 'Delete Workshop X1' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete Workshop X1' }));
    expect(await screen.findByText('Workshop X1 was deleted.')).toBeInTheDocument();
    act(() => applyEvent(cache, { type: 'printers', printers: [other] }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Workshop X1' })).toBeNull());
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(await screen.findByRole('heading', { name: 'Workshop X1' })).toBeInTheDocument();
    expect(sent.at(-1)?.call).toBe('POST /api/printers/p1/restore');
    await waitFor(() => expect(screen.queryByText('Workshop X1 was deleted.')).toBeNull());
  });
});

describe('adding a printer', () => {
  it('fills the serial number from the address alone', async () => {
    await open([]);
    await openPhysical();
    await fill(await screen.findByLabelText(/Printer Name/), 'Left');
    await fill(screen.getByLabelText(/IP Address/), '192.168.0.31');
    await waitFor(() => expect(screen.getByLabelText('Device Serial Number')).toHaveValue('01S00C000000042'));
    expect(screen.getByLabelText('Model')).toHaveValue('P1S');
    await fill(screen.getByLabelText(/Access Code/), '12345678');
    expect(await screen.findByText('Works')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Add Printer' }));
    const body = { driver: 'bambu', name: 'Left', address: '192.168.0.31', model: 'P1S', serial: '01S00C000000042', access_code: '12345678' };
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'POST /api/printers', body }));
  });

  it('by hand is a menu of three', async () => {
    await open([]);
    await userEvent.click(screen.getByRole('button', { name: 'Add Manually' }));
    const items = await screen.findAllByRole('menuitem');
    expect(items.map((item) => item.textContent)).toEqual(['Physical Printer', 'Virtual Printer', 'Import']);
  });

  it('closes its menu with the button that opened it, also where a button that is pressed gets no focus', async () => {
    await open([]);
    const button = screen.getByRole('button', { name: 'Add Manually' });
    await userEvent.click(button);
    const [first] = await screen.findAllByRole('menuitem');
    expect(first).toHaveFocus();
    // Safari: whatever had the focus loses it to nothing.
    if (fireEvent.mouseDown(button)) act(() => first!.blur());
    fireEvent.click(button);
    expect(screen.queryByRole('menu')).toBeNull();
    expect(button).toHaveFocus();
  });

  it('lists the models in their order', async () => {
    await open([]);
    await openPhysical();
    const model = await screen.findByLabelText('Model');
    expect([...model.children].map((option) => option.textContent)).toEqual(['X1 Carbon', 'X1', 'P1P', 'P1S', 'A1 Mini', 'A1', 'Other']);
  });

  it('says at once that a code is wrong, and lets it be added all the same', async () => {
    verdict = { identity: null, warning: null, problem: { code: 'unauthorized', detail: 'It shows the current one on its screen' } };
    await open([]);
    await openPhysical();
    await fill(await screen.findByLabelText(/Printer Name/), 'Left');
    await fill(screen.getByLabelText(/IP Address/), '192.168.0.31');
    await fill(screen.getByLabelText(/Access Code/), '87654321');
    expect(await screen.findByText('Wrong code.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add Printer' })).toBeEnabled();
  });

  it('names the printer that has this address or serial number already', async () => {
    await open([printer]);
    await openPhysical();
    await fill(await screen.findByLabelText(/Printer Name/), 'Left');
    const address = screen.getByLabelText(/IP Address/);
    await fill(address, '192.168.0.30');
    expect(await screen.findByText('This is the address of “Workshop X1” already.')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText('Device Serial Number'), printer.printer.serial);
    expect(await screen.findByText('This printer is here already, as “Workshop X1”.')).toBeInTheDocument();
    await fill(screen.getByLabelText(/Access Code/), '12345678');
    expect(screen.getByRole('button', { name: 'Add Printer' })).toBeDisabled();
  });

  it('refuses an IPv6 address by name', async () => {
    await open([]);
    await openPhysical();
    await fill(await screen.findByLabelText(/IP Address/), 'fe80::1');
    await userEvent.tab();
    expect(screen.getByText(/This is an IPv6 address/)).toBeInTheDocument();
  });

  it('knows an address', () => {
    expect(['192.168.0.30', ' 10.0.0.1 '].every(isAddress)).toBe(true);
    expect(['192.168.0', '192.168.0.256', 'x1.local', ''].some(isAddress)).toBe(false);
  });
});

describe('events', () => {
  it('merge changed members only', () => {
    const cache = new QueryClient();
    cache.setQueryData(printersQuery.queryKey, [printer]);
    applyEvent(cache, { type: 'printer', id: 'p1', status: 'printing', changes: { activity: 'printing' } as never });
    const [view] = cache.getQueryData(printersQuery.queryKey)!;
    expect(view).toMatchObject({ status: 'printing', state: { activity: 'printing', reconnects: 3 }, camera: printer.camera });
  });
});
