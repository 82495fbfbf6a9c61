import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { printersQuery } from '../../api';
import { AddMenu } from '../add/AddMenu';
import { withEvent, type Discovery, type DiscoveryEvent } from './discovery';
import { FakeSocket, found, listening, quiet, scanning } from './testing';

const forms = [
  {
    driver: 'bambu',
    title: 'Bambu Lab',
    preparation: 'The printer needs both LAN Mode and Developer Mode.',
    fields: [{ key: 'access_code', kind: 'secret', label: 'Access Code', hint: '8 digits', required: true, length: 8, choices: [] }],
    failures: { unauthorized: 'Wrong code', rejected: 'Developer Mode is off' } as Record<string, string>,
  },
];

const field = (key: string, kind: string, label: string, required: boolean) => ({ key, option: true, kind, label, hint: '', required, length: 0, choices: [] });
let sent: Array<{ call: string; body: any }>;
let answers: Record<string, () => Response>;

beforeEach(() => {
  sent = [];
  answers = {
    'POST /api/discovery/scan': () => Response.json(listening, { status: 201 }),
    'POST /api/discovery/test': () => Response.json({ identity: { serial: 's', model: 'P1S' }, warning: null, problem: null }),
    'POST /api/discovery/add': () => Response.json({ results: [{ id: 'p1', problem: null }] }),
  };
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const call = `${init.method} ${url}`;
    sent.push({ call, body: init.body ? JSON.parse(String(init.body)) : undefined });
    if (url === '/api/drivers') return Response.json(forms);
    if (url === '/api/printers') return Response.json([]);
    return answers[call]?.() ?? new Response(null, { status: 204 });
  });
});
afterEach(() => vi.unstubAllGlobals());

const calls = (call: string) => sent.filter((one) => one.call === call).map(({ body }) => body);

async function autoScan(event: Partial<DiscoveryEvent>) {
  const page = renderPage(<AddMenu />);
  page.cache.setQueryData(printersQuery.queryKey, []);
  await userEvent.click(screen.getByRole('button', { name: 'Auto-Scan' }));
  const dialog = await screen.findByRole('dialog', { name: 'Auto-Scan' });
  FakeSocket.last.say({ fresh: true, scan: listening, ...event });
  return within(dialog);
}

async function subnetScan() {
  renderPage(<AddMenu />);
  await userEvent.click(screen.getByRole('button', { name: 'More ways to scan' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Scan Custom Subnet' }));
  const dialog = await screen.findByRole('dialog', { name: 'Scan Custom Subnet' });
  FakeSocket.last.say({ fresh: true });
  return within(dialog);
}

describe('Auto-Scan', () => {
  it('starts at once and lists address, model and serial number as printers are heard', async () => {
    const dialog = await autoScan({});
    expect(calls('POST /api/discovery/scan')).toEqual([{ kind: 'announcements' }]);
    expect(dialog.getByText(/announce themselves every few seconds/)).toBeInTheDocument();
    FakeSocket.last.say({ scan: listening, printers: [found(1)] });
    for (const text of ['192.168.7.1', 'P1S', '01P00A000000041', 'LAN Mode', '1 printer found']) expect(dialog.getByText(text)).toBeInTheDocument();
    FakeSocket.last.say({ scan: listening, gone: [{ driver: 'bambu', serial: '01P00A000000041' }] });
    expect(dialog.queryByText('192.168.7.1')).toBeNull();
  });

  it('adds what is selected with the codes that were given', async () => {
    const dialog = await autoScan({ printers: [found(1), found(2)] });
    const add = dialog.getByRole('button', { name: 'Add Selected Printers' });
    expect(add).toBeDisabled();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Select Shelf 2' }));
    await userEvent.click(add);
    expect(dialog.getByLabelText('Access Code of Shelf 2')).toHaveFocus();
    expect(calls('POST /api/discovery/add')).toEqual([]);
    await userEvent.type(dialog.getByLabelText('Access Code of Shelf 2'), '1234 5678');
    expect(await dialog.findByText('Works')).toBeInTheDocument();
    await userEvent.clear(dialog.getByLabelText('Printer Name of Shelf 2'));
    await userEvent.type(dialog.getByLabelText('Printer Name of Shelf 2'), 'Left');
    await userEvent.click(add);
    const body = { driver: 'bambu', name: 'Left', address: '192.168.7.2', model: 'P1S', serial: '01P00A000000042', access_code: '12345678' };
    await waitFor(() => expect(calls('POST /api/discovery/add')).toEqual([{ printers: [body] }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it.each([
    ['unauthorized', 'Wrong code.'],
    ['offline', 'Unreachable.'],
    ['unsupported', 'Not such a printer.'],
    ['untrusted', 'Another printer.'],
    ['busy', 'Too many clients.'],
    ['rate_limited', 'Not tried yet.'],
  ])('names a code that fails: %s', async (code, title) => {
    answers['POST /api/discovery/test'] = () => Response.json({ identity: null, warning: null, problem: { code, detail: 'Do this' } });
    const dialog = await autoScan({ printers: [found(1)] });
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Select Shelf 1' }));
    await userEvent.type(dialog.getByLabelText('Access Code of Shelf 1'), '87654321');
    expect(await dialog.findByText(title)).toBeInTheDocument();
    expect(dialog.getByText('Do this.', { exact: false })).toBeInTheDocument();
    expect(dialog.getByText(/1 does not connect with what was typed/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Test again' }));
    await waitFor(() => expect(calls('POST /api/discovery/test')).toHaveLength(2));
  });

  it('asks for what else its driver needs, and keeps what the printer has said of itself', async () => {
    forms.push({
      driver: 'kiln',
      title: 'Kiln Works',
      preparation: '',
      fields: [field('http_port', 'port', 'HTTP Port', true), field('user', 'text', 'User Name', true), field('api_key', 'secret', 'API Key', false), field('camera', 'url', 'Camera', false)],
      failures: { unauthorized: 'Wrong API key' },
    });
    const dialog = await autoScan({ printers: [found(1, { driver: 'kiln', name: 'Hall', options: { http_port: '7777' } })] });
    forms.pop();
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Select Hall' }));
    for (const label of ['HTTP Port of Hall', 'Camera of Hall', 'Access Code of Hall']) expect(dialog.queryByLabelText(label)).toBeNull();
    await userEvent.type(dialog.getByLabelText('API Key of Hall'), 'two words');
    expect(calls('POST /api/discovery/test')).toEqual([]);
    await userEvent.type(dialog.getByLabelText('User Name of Hall'), 'eva');
    expect(await dialog.findByText('Works')).toBeInTheDocument();
    const options = { http_port: '7777', user: 'eva', api_key: 'two words' };
    expect(calls('POST /api/discovery/test').at(-1)).toMatchObject({ driver: 'kiln', options });
    await userEvent.click(dialog.getByRole('button', { name: 'Add Selected Printers' }));
    await waitFor(() => expect(calls('POST /api/discovery/add')).toMatchObject([{ printers: [{ name: 'Hall', serial: '01P00A000000041', options }] }]));
  });

  it('warns that Developer Mode is off', async () => {
    const warning = { code: 'rejected', detail: 'Turn it on' };
    answers['POST /api/discovery/test'] = () => Response.json({ identity: { serial: 's', model: 'P1S' }, warning, problem: null });
    const dialog = await autoScan({ printers: [found(1)] });
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Select Shelf 1' }));
    await userEvent.type(dialog.getByLabelText('Access Code of Shelf 1'), '12345678');
    expect(await dialog.findByText('Works, but Developer Mode is off.')).toBeInTheDocument();
  });

  it('keeps what was refused, with the reason', async () => {
    answers['POST /api/discovery/add'] = () =>
      Response.json({ results: [{ id: 'p1', problem: null }, { id: null, problem: { code: 'conflict', detail: 'Taken by “Left”.' } }] });
    const dialog = await autoScan({ printers: [found(1), found(2)] });
    await userEvent.click(dialog.getByRole('checkbox', { name: 'Select all 2' }));
    await userEvent.type(dialog.getByLabelText('Access Code of Shelf 1'), '12345678');
    await userEvent.type(dialog.getByLabelText('Access Code of Shelf 2'), '12345678');
    await userEvent.click(dialog.getByRole('button', { name: 'Add Selected Printers' }));
    expect(await dialog.findByText('Taken by “Left”.')).toBeInTheDocument();
    expect(dialog.getByRole('checkbox', { name: 'Select Shelf 1' })).not.toBeChecked();
    expect(dialog.getByRole('checkbox', { name: 'Select Shelf 2' })).toBeChecked();
  });

  it('tells a printer that is here already, and follows one that moved', async () => {
    const dialog = await autoScan({ printers: [found(1, {}, { id: 'a', name: 'Ours', address: '192.168.7.1' }), found(2, {}, { id: 'b', name: 'Moved', address: '192.168.7.99' })] });
    expect(dialog.queryByRole('checkbox')).toBeNull();
    expect(dialog.queryByRole('button', { name: 'Add Selected Printers' })).toBeNull();
    expect(dialog.getByText('Ours')).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Use 192.168.7.2' }));
    await waitFor(() => expect(calls('PATCH /api/printers/b')).toEqual([{ address: '192.168.7.2' }]));
  });

  it('shows names as they are, however odd', async () => {
    const odd = '<img src=x onerror=alert(1)> "🦾" ' + 'n'.repeat(500);
    const dialog = await autoScan({ printers: [found(1, { name: odd })] });
    expect(dialog.getByText(odd)).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
  });

  it('says what to check when nothing was found, and leads to the other ways', async () => {
    const dialog = await autoScan({ scan: { ...listening, state: 'finished' } });
    for (const text of [/same network/, /Developer Mode/, /UDP ports 1990 and 2021/]) expect(dialog.getByText(text)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Scan Custom Subnet' }));
    expect(await screen.findByRole('dialog', { name: 'Scan Custom Subnet' })).toBeInTheDocument();
  });

  it('says when a port of announcements is taken', async () => {
    const dialog = await autoScan({ ports: [{ port: 1990, problem: { code: 'busy', detail: 'UDP port 1990 is taken' } }] });
    expect(dialog.getByText('UDP port 1990 is taken.')).toBeInTheDocument();
  });
});

it('waits for a scan that is ending before it starts the next', async () => {
  const busy = [Response.json({ code: 'busy', detail: 'a scan is running' }, { status: 409 })];
  answers['POST /api/discovery/scan'] = () => busy.pop() ?? Response.json(listening, { status: 201 });
  const dialog = await autoScan({ scan: { ...listening, state: 'cancelled' } });
  await waitFor(() => expect(calls('POST /api/discovery/scan')).toHaveLength(2), { timeout: 3000 });
  expect(dialog.queryByRole('alert')).toBeNull();
});

it('says when Auto-Scan can hear nothing', async () => {
  const dialog = await autoScan({ interfaces: [] });
  expect(dialog.getByText(/listens on no network/)).toBeInTheDocument();
});

describe('Scan Custom Subnet', () => {
  it('scans what was typed, shows how far it is, and can be cancelled', async () => {
    const dialog = await subnetScan();
    expect(dialog.getByRole('button', { name: 'Scan' })).toBeDisabled();
    await userEvent.click(dialog.getByRole('button', { name: /192\.168\.7\.0\/24/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Scan' }));
    await waitFor(() => expect(calls('POST /api/discovery/scan')).toEqual([{ kind: 'subnet', subnet: '192.168.7.0/24' }]));
    FakeSocket.last.say({ scan: { ...scanning, probed: 127 }, printers: [found(3)] });
    expect(dialog.getByText('127 of 254 addresses')).toBeInTheDocument();
    expect(dialog.getByRole('progressbar', { name: 'Progress of the scan' })).toHaveAttribute('value', '0.5');
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(calls('DELETE /api/discovery/scan')).toHaveLength(1));
    FakeSocket.last.say({ scan: { ...scanning, probed: 130, state: 'cancelled' } });
    expect(dialog.getByText('Stopped.')).toBeInTheDocument();
    expect(dialog.getByText('192.168.7.3')).toBeInTheDocument();
  });

  it('shows at the field why a network is refused', async () => {
    const detail = 'An IPv6 network has too many addresses.';
    answers['POST /api/discovery/scan'] = () => Response.json({ code: 'unsupported', detail }, { status: 501 });
    const dialog = await subnetScan();
    await userEvent.type(dialog.getByLabelText(/Subnet/), 'fe80::/64');
    await userEvent.click(dialog.getByRole('button', { name: 'Scan' }));
    expect(await dialog.findByText(detail)).toBeInTheDocument();
    expect(dialog.getByLabelText(/Subnet/)).toBeInvalid();
  });

  it('names addresses that answer without saying who they are, and a scan that failed', async () => {
    const dialog = await subnetScan();
    const unclear = [{ address: '192.168.7.9', detail: 'Something listens there' }];
    FakeSocket.last.say({ scan: { ...scanning, state: 'failed', problem: { code: 'busy', detail: 'no more sockets' }, unclear } });
    expect(dialog.getByRole('alert')).toHaveTextContent('No more sockets.');
    expect(dialog.getByText('192.168.7.9')).toBeInTheDocument();
  });
});

describe('what is found', () => {
  it('keeps its place when it changes', () => {
    const before: Discovery = { ...quiet, printers: [found(1), found(2)] };
    const after = withEvent(before, { ...quiet, printers: [found(3), found(1, { name: 'New' })] });
    expect(after.printers.map(({ seen }) => seen.name)).toEqual(['New', 'Shelf 2', 'Shelf 3']);
    expect(withEvent(after, { ...quiet, fresh: true, printers: [found(2)] }).printers).toHaveLength(1);
  });
});
