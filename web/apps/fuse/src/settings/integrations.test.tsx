import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../api';
import { Integrations } from './sections/Integrations';

const settings: Settings = {
  gateway_url: 'http://127.0.0.1:8080', gateway_enabled: true, file_cache_gb: 10, timelapse_mode: 'frame_per_layer', timelapse_cache_gb: 2,
  cameras_enabled: true, snapshots_enabled: true, remote_stream_enabled: true, stats_enabled: true, stats_port: 8889, stats_origins: [],
};
let sent: Array<{ call: string; body: unknown }>;
let stats: unknown;

beforeEach(() => {
  sent = [];
  stats = { state: 'listening', port: 8889, readers: [] };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url === '/api/stats') return Response.json(stats);
    const reader = { id: 's1', kind: 'reader', name: 'Grafana', browser: '', address: '', created_at: 1, seen_at: 1, is_this: false };
    if (url === '/api/access') return Response.json({ has_password: false, at_this_machine: true, setup_code: '', sessions: [reader, { ...reader, id: 's2', kind: 'player', name: 'OBS' }] });
    const body = init.body && JSON.parse(String(init.body));
    sent.push({ call: `${init.method} ${url}`, body });
    return Response.json(url === '/api/access/readers' ? { id: 's3', token: 'the token' } : { ...settings, ...body }, { status: 201 });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(change: Partial<Settings> = {}) {
  renderPage(<Integrations settings={{ ...settings, ...change }} />);
}

describe('External Integrations', () => {
  it('switches the server on and says so', async () => {
    open({ stats_enabled: false });
    await userEvent.click(screen.getByRole('switch', { name: /^Real-time Stats WebSocket/ }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/settings', body: { stats_enabled: true } }));
  });

  it('shows who reads along', async () => {
    stats = { state: 'listening', port: 8889, readers: [{ name: 'Grafana', address: '192.0.2.7', since: Date.now(), printers: 2 }, { name: '', address: '127.0.0.1', since: Date.now() }] };
    open();
    const state = await screen.findByRole('status', { name: 'Stats server' });
    expect(state).toHaveTextContent('Listening on port 8889: 2 programs read along.');
    expect(within(state).getByText('Grafana').closest('li')).toHaveTextContent('2 printers');
    expect(within(state).getByText('A program at this machine').closest('li')).toHaveTextContent('all printers');
  });

  it('says why there is no server', async () => {
    stats = { state: 'failed', port: 8889, problem: { code: 'conflict', detail: 'Port 8889 is taken by another program.' }, readers: [] };
    open();
    expect(await screen.findByRole('alert')).toHaveTextContent('Port 8889 is taken by another program.');
  });

  it('saves the port and the pages that may read along', async () => {
    open();
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await userEvent.clear(screen.getByRole('textbox', { name: 'Port' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Port' }), '9000');
    await userEvent.type(screen.getByRole('textbox', { name: 'Web pages that may read along' }), 'https://a.example, http://b.example:81');
    await userEvent.click(save);
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ stats_port: 9000, stats_origins: ['https://a.example', 'http://b.example:81'] }));
  });

  it('makes a token for a reader and lists readers only', async () => {
    open();
    expect(await screen.findByRole('button', { name: 'Revoke the token of Grafana' })).toBeInTheDocument();
    expect(screen.queryByText('OBS')).not.toBeInTheDocument();
    await userEvent.type(screen.getByRole('textbox', { name: 'Name of the reader' }), 'Lamp');
    await userEvent.click(screen.getByRole('button', { name: 'Create Token' }));
    expect(await screen.findByText('the token')).toBeInTheDocument();
    expect(sent.at(-1)).toEqual({ call: 'POST /api/access/readers', body: { name: 'Lamp' } });
  });
});
