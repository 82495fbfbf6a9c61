import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fill, openPhysical, openPrinters as open, viewOf } from './testing';

const bambu = {
  driver: 'bambu',
  title: 'Bambu Lab',
  preparation: 'The printer needs both LAN Mode and Developer Mode.',
  fields: [
    { key: 'model', option: false, kind: 'choice', label: 'Model', hint: '', required: false, length: 0, choices: ['P1S', 'Other'] },
    { key: 'access_code', option: false, kind: 'secret', label: 'Access Code', hint: '', required: true, length: 8, choices: [] },
  ],
  failures: { unauthorized: 'Wrong code' },
};
/** Of a driver with fields of its own, which no line of these pages knows. */
const kilnField = (key: string, kind: string, label: string, required: boolean, hint = '') => ({ key, option: true, kind, label, hint, required, length: 0, choices: [] });
const kiln = {
  driver: 'kiln',
  title: 'Kiln Works',
  preparation: 'Open the door first.',
  fields: [
    { ...kilnField('serial', 'serial', 'Serial Number', false), option: false },
    kilnField('http_port', 'port', 'HTTP Port', false),
    kilnField('user', 'text', 'User Name', true),
    kilnField('api_key', 'secret', 'API Key', true, 'Under Settings → Remote'),
    kilnField('camera_url', 'url', 'Camera', false),
    kilnField('camera_key', 'secret', 'Camera Key', false),
  ],
  failures: { unauthorized: 'Wrong API key' },
};
const hall = viewOf({ printer: { id: 'k1', name: 'Hall', driver: 'kiln', serial: 'KILN-0001', camera: 'none' }, address: '192.168.0.40', options: { http_port: '7777', user: 'eva' }, stored_secrets: ['api_key', 'camera_key'] });
let sent: Array<{ call: string; body: unknown }>;
let problem: { code: string; detail: string } | null;

beforeEach(() => {
  sent = [];
  problem = null;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push({ call: `${init.method} ${url}`, body: init.body && JSON.parse(String(init.body)) });
    const identity = { serial: 'KILN-0001', model: 'Kiln One' };
    if (url === '/api/drivers') return Response.json([bambu, kiln]);
    if (url.endsWith('/test')) return Response.json({ identity: problem ? null : identity, warning: null, problem });
    return Response.json(url.endsWith('/identify') ? identity : hall);
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('a driver that these pages do not know', () => {
  it('is edited by what it declares, and shows no secret', async () => {
    await open([hall]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Hall' }));
    expect(await screen.findByLabelText('HTTP Port')).toHaveValue('7777');
    expect(screen.getByLabelText(/User Name/)).toHaveValue('eva');
    expect(screen.getByLabelText('API Key')).toHaveValue('');
    expect(screen.getByText('Under Settings → Remote. Leave empty to keep the present one')).toBeInTheDocument();
    for (const label of ['Access Code', 'Serial Number']) expect(screen.queryByLabelText(label)).toBeNull();
    await fill(screen.getByLabelText('HTTP Port'), '77777');
    await userEvent.tab();
    expect(screen.getByText('A port is a number from 1 to 65535.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    await userEvent.clear(screen.getByLabelText('HTTP Port'));
    await fill(screen.getByLabelText('API Key'), ' new key ');
    expect(await screen.findByText('Works')).toBeInTheDocument();
    const change = { address: '192.168.0.40', options: { http_port: '', api_key: 'new key' } };
    expect(sent.at(-1)).toEqual({ call: 'POST /api/printers/k1/test', body: change });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/printers/k1', body: { name: 'Hall', ...change } }));
  });

  it('loses an optional secret when it is told so, and not before it is saved', async () => {
    await open([hall]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Hall' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove the stored Camera Key' }));
    expect(screen.getByText('Will be removed when you save')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /the stored API Key/ })).toBeNull();
    expect(await screen.findByText('Works')).toBeInTheDocument();
    const change = { address: '192.168.0.40', options: { camera_key: null } };
    expect(sent.at(-1)).toEqual({ call: 'POST /api/printers/k1/test', body: change });
    await userEvent.click(screen.getByRole('button', { name: 'Keep the stored Camera Key' }));
    expect(screen.getByText('Stored')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Remove the stored Camera Key' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/printers/k1', body: { name: 'Hall', ...change } }));
  });

  it('keeps no removal of a secret in whose place another one is typed', async () => {
    await open([hall]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Hall' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove the stored Camera Key' }));
    await fill(screen.getByLabelText('Camera Key'), 'another');
    expect(screen.queryByText('Will be removed when you save')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const body = { name: 'Hall', address: '192.168.0.40', options: { camera_key: 'another' } };
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/printers/k1', body }));
  });

  it('asks for a secret that is not stored, and offers nothing to remove', async () => {
    await open([{ ...hall, stored_secrets: [] }]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Hall' }));
    expect(await screen.findByLabelText(/API Key/)).toBeRequired();
    expect(screen.getByText('Under Settings → Remote')).toBeInTheDocument();
    expect(screen.queryByText('Stored')).toBeNull();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  });

  it('calls a refused secret by its own name', async () => {
    problem = { code: 'unauthorized', detail: 'The kiln refuses this API key' };
    await open([hall]);
    await userEvent.click(screen.getByRole('button', { name: 'Edit Hall' }));
    await fill(await screen.findByLabelText('API Key'), 'mistyped');
    expect(await screen.findByText('Wrong API key.')).toBeInTheDocument();
    expect(screen.queryByText(/Wrong code/)).toBeNull();
  });

  it('asks what each kind of printer needs', async () => {
    await open([]);
    await openPhysical();
    expect(await screen.findByText('The printer needs both LAN Mode and Developer Mode.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Kiln Works' }));
    expect(screen.getByText('Open the door first.')).toBeInTheDocument();
    expect(screen.queryByLabelText('Model')).toBeNull();
    await fill(screen.getByLabelText(/Printer Name/), 'Hall');
    await fill(screen.getByLabelText(/IP Address/), '192.168.0.40');
    await fill(screen.getByLabelText('HTTP Port'), '7777');
    await fill(screen.getByLabelText(/User Name/), 'eva');
    expect(screen.getByRole('button', { name: 'Add Printer' })).toBeDisabled();
    await fill(screen.getByLabelText(/API Key/), 'key of eva');
    await fill(screen.getByLabelText('Camera'), 'http://me:pass@cam/');
    await userEvent.tab();
    expect(screen.getByText('It looks like http://192.168.0.30/stream, without a password.')).toBeInTheDocument();
    await fill(screen.getByLabelText('Camera'), 'http://cam/');
    expect(await screen.findByText('Works')).toBeInTheDocument();
    const options = { http_port: '7777', user: 'eva', api_key: 'key of eva', camera_url: 'http://cam/' };
    const asked = { driver: 'kiln', address: '192.168.0.40', options };
    expect(sent.findLast(({ call }) => call.endsWith('/identify'))?.body).toEqual(asked);
    await userEvent.click(screen.getByRole('button', { name: 'Add Printer' }));
    const body = { ...asked, options: { ...options, camera_key: '' }, name: 'Hall', serial: 'KILN-0001' };
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'POST /api/printers', body }));
  });

  it('lets printers share an address, each with a port of its own', async () => {
    await open([hall]);
    await openPhysical();
    await userEvent.click(await screen.findByRole('radio', { name: 'Kiln Works' }));
    await fill(screen.getByLabelText(/IP Address/), '192.168.0.40');
    await fill(screen.getByLabelText('HTTP Port'), '7777');
    expect(screen.getByText('This is the address of “Hall” already.')).toBeInTheDocument();
    await fill(screen.getByLabelText('HTTP Port'), '7778');
    expect(screen.queryByText('This is the address of “Hall” already.')).toBeNull();
  });
});
