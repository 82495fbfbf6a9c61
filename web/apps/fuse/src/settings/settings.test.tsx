import { renderPage } from '@gantry/ui/testing';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings, Status } from '../api';
import { sections } from './list';
import { SettingsPage } from './SettingsPage';

const settings: Settings = {
  gateway_url: 'http://127.0.0.1:8080',
  gateway_enabled: true,
  file_cache_gb: 10,
  timelapse_mode: 'frame_per_layer',
  timelapse_cache_gb: 2,
  cameras_enabled: true,
  snapshots_enabled: true,
  remote_stream_enabled: true,
  stats_enabled: false,
  stats_port: 8889,
  stats_origins: [],
};
const status = { version: '1', host_name: 'h', printers_connected: 0, printers_total: 0, events: [], cloud: { state: 'connected', url: '', store_name: '', synced_at: Date.now(), synced_printers: 2 } } as unknown as Status;
let started_at: number;
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  started_at = 1;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url === '/api/stats') return Response.json({ state: 'off', port: 0, readers: [] });
    if (url === '/api/printers/sync') return Response.json({ code: 'offline', detail: 'nothing was sent: the Cloud is not connected' }, { status: 503 });
    if (url === '/api/client/token') return Response.json({ token: 'device-token-7' });
    if (url.startsWith('/api/client/')) {
      sent.push({ call: `${init.method} ${url}`, body: undefined });
      const before = started_at++;
      return Response.json({ started_at: before }, { status: 202 });
    }
    if (url === '/api/files' && init.method === 'DELETE') return Response.json({ files: 2, bytes: 5_000_000, kept: 1 });
    if (init.method === 'GET' && url in answers()) return Response.json(answers()[url]);
    const body = init.body && JSON.parse(String(init.body));
    sent.push({ call: `${init.method} ${url}`, body });
    return Response.json({ ...settings, ...body });
  });
});
afterEach(() => vi.unstubAllGlobals());

/** What Fuse answers, by path; the last part is also the key of the query. */
const answers = (): Record<string, unknown> => ({
  '/api/settings': settings,
  '/api/activation': { state: 'activated' },
  '/api/status': { ...status, started_at },
  '/api/printers': [{ printer: { id: 'p1' } }],
  '/api/files': { files: [{ id: 'f', name: 'a.3mf', bytes: 1, created_at: 1, in_use: false }], usage: { bytes: 5_000_000_000, limit_bytes: 10_000_000_000, files: 1 } },
  '/api/access': { has_password: false, at_this_machine: true, setup_code: '', sessions: [] },
  '/api/client': {
    fuse_id: 'f',
    store_name: 'Workshop',
    public_key: 'k',
    default_gateway_url: 'http://127.0.0.1:8080',
    allowed_by: 'cloud',
    allowed_printers: [{ id: 'p1', name: 'One' }, { id: 'p2', name: '' }],
  },
});

async function open(shown = answers()) {
  const page = renderPage(null);
  for (const [path, answer] of Object.entries(shown)) page.cache.setQueryData([path.split('/').at(-1)!], answer);
  const router = createRouter({ routeTree: createRootRoute({ component: SettingsPage }), history: createMemoryHistory() });
  await router.load();
  page.rerender(<RouterProvider router={router as never} />);
  await screen.findByRole('heading', { name: 'Settings' });
  return page;
}

describe('the Settings page', () => {
  it('has an anchor for each section', async () => {
    await open();
    for (const { id, title } of sections) {
      expect(screen.getByRole('region', { name: title })).toHaveAttribute('id', id);
      expect(screen.getByRole('link', { name: title })).toHaveAttribute('href', `#${id}`);
    }
  });

  it('shows what the command line has set, and does not offer to change it', async () => {
    await open({ ...answers(), '/api/settings': { ...settings, fixed: ['gateway_url'] } });
    const url = screen.getByRole('textbox', { name: 'Fuse Gateway URL' });
    expect(url).toHaveAttribute('readonly');
    expect(url).toHaveAccessibleDescription('Set by --gateway-url on the command line');
    expect(within(url.closest('form')!).queryByRole('button')).not.toBeInTheDocument();
  });

  it('sends only what was changed', async () => {
    await open();
    await userEvent.click(screen.getByRole('switch', { name: /^Enable snapshots/ }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/settings', body: { snapshots_enabled: false } }));
    const url = screen.getByRole('textbox', { name: 'Fuse Gateway URL' });
    await userEvent.clear(url);
    await userEvent.type(url, 'https://gantry.example.com');
    await userEvent.click(within(screen.getByRole('region', { name: 'Fuse Gateway' })).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ gateway_url: 'https://gantry.example.com' }));
  });

  it('has every row that a person looks for', async () => {
    await open();
    const buttons = ['Export Configuration', 'Sync Printers to Cloud', 'Clear Printers', 'Clear Cache', 'Restart Fuse Client', 'Show Token', 'Deactivate', 'Reset'];
    for (const name of buttons) expect(screen.getByRole('button', { name })).toBeEnabled();
    for (const name of ['View Logs', 'Download Logs']) expect(screen.getByRole('link', { name })).toBeInTheDocument();
    for (const name of [/^Enable Gateway Connection/, /^Cameras/, /^Allow remote stream access/]) expect(screen.getByRole('switch', { name })).toBeChecked();
    expect(screen.getByRole('textbox', { name: 'Cache Size' })).toHaveValue('10');
    expect(screen.getByRole('textbox', { name: 'Timelapse Cache Size' })).toHaveValue('2');
    for (const name of ['Frame per layer', 'Always ~5s video', 'Every 30 seconds']) expect(screen.getByRole('radio', { name })).toBeInTheDocument();
    expect(within(screen.getByRole('list', { name: 'Allowed Printers' })).getByText('p2')).toBeInTheDocument();
    expect(screen.getByText(/of 10.0 GB used/)).toBeInTheDocument();
  });

  it('takes only sizes that a cache can have', async () => {
    await open();
    const size = screen.getByRole('textbox', { name: 'Cache Size' });
    await userEvent.clear(size);
    expect(screen.getByText('Between 1 and 10000 GB')).toBeInTheDocument();
    await userEvent.type(size, '25');
    const save = within(screen.getByRole('region', { name: 'File Cache' })).getByRole('button', { name: 'Save' });
    await userEvent.click(save);
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ file_cache_gb: 25 }));
  });

  it('says in place why a sync was refused', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Sync Printers to Cloud' }));
    expect(await screen.findByText(/the Cloud is not connected/)).toBeInTheDocument();
  });

  it('shows the token only when it is asked for, and hides it again', async () => {
    await open();
    expect(screen.queryByText('device-token-7')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show Token' }));
    expect(await screen.findByText('device-token-7')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Hide Token' }));
    expect(screen.queryByText('device-token-7')).not.toBeInTheDocument();
  });

  it('restarts after a question and waits until Fuse is back', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Restart Fuse Client' }));
    await userEvent.click(within(await screen.findByRole('dialog', { name: 'Restart Fuse Client?' })).getByRole('button', { name: 'Restart' }));
    expect(await screen.findByText('Fuse was restarted.')).toBeInTheDocument();
  });

  it.each([
    ['Deactivate', 'Deactivate this Fuse?', 'DELETE /api/activation'],
    ['Reset', 'Reset this Fuse?', 'POST /api/client/reset'],
  ])('does %s only when the word is typed', async (word, title, call) => {
    await open();
    vi.stubGlobal('location', { ...window.location, assign: vi.fn() });
    await userEvent.click(screen.getByRole('button', { name: word }));
    const dialog = await screen.findByRole('dialog', { name: title });
    const button = within(dialog).getByRole('button', { name: word });
    expect(button).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox', { name: `Type “${word}” to confirm` }), `${word.toLowerCase()}{Enter}`);
    await waitFor(() => expect(sent.map((one) => one.call)).toContain(call));
  });

  it('exports under a passphrase that was typed twice', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Export Configuration' }));
    const dialog = await screen.findByRole('dialog', { name: 'Export Configuration' });
    const run = within(dialog).getByRole('button', { name: 'Export' });
    await userEvent.type(within(dialog).getByLabelText('Passphrase'), 'correct horse');
    await userEvent.type(within(dialog).getByLabelText('Passphrase again'), 'correct house');
    expect(run).toBeDisabled();
    expect(within(dialog).getByText('The two differ')).toBeInTheDocument();
    await userEvent.clear(within(dialog).getByLabelText('Passphrase again'));
    await userEvent.type(within(dialog).getByLabelText('Passphrase again'), 'correct horse');
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }));
    await userEvent.click(run);
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'POST /api/printers/export', body: { passphrase: 'correct horse' } }));
  });

  it('tells what clearing the cache has freed', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Clear Cache' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Clear Cache' }));
    expect(await screen.findByText(/5.0 MB in 2 files are free again; 1 in use stayed/)).toBeInTheDocument();
  });
});
