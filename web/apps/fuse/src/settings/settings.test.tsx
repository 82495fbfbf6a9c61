import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activationQuery, settingsQuery, type Settings } from '../api';
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
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url === '/api/stats') return Response.json({ state: 'off', port: 0, readers: [] });
    if (url === '/api/access') return Response.json({ has_password: false, at_this_machine: true, setup_code: '', sessions: [] });
    const body = init.body && JSON.parse(String(init.body));
    sent.push({ call: `${init.method} ${url}`, body });
    return Response.json({ ...settings, ...body });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open() {
  const page = renderPage(null);
  page.cache.setQueryData(settingsQuery.queryKey, settings);
  page.cache.setQueryData(activationQuery.queryKey, { state: 'activated' });
  page.rerender(<SettingsPage />);
}

describe('the Settings page', () => {
  it('has an anchor for each section', () => {
    open();
    for (const { id, title } of sections) {
      expect(screen.getByRole('region', { name: title })).toHaveAttribute('id', id);
      expect(screen.getByRole('link', { name: title })).toHaveAttribute('href', `#${id}`);
    }
  });

  it('sends only what was changed', async () => {
    open();
    await userEvent.click(screen.getByRole('switch', { name: /^Enable snapshots/ }));
    await waitFor(() => expect(sent.at(-1)).toEqual({ call: 'PATCH /api/settings', body: { snapshots_enabled: false } }));
    const url = screen.getByRole('textbox', { name: 'Fuse Gateway URL' });
    await userEvent.clear(url);
    await userEvent.type(url, 'https://gantry.example.com');
    await userEvent.click(within(screen.getByRole('region', { name: 'Fuse Gateway' })).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent.at(-1)?.body).toEqual({ gateway_url: 'https://gantry.example.com' }));
  });
});
