import { browserName } from '@gantry/ui';
import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Access as AccessState, AccessSession } from '../api';
import { Access } from '../settings/sections/Access';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const session: AccessSession = {
  id: 's1', kind: 'person', name: '', browser: firefox, address: '192.168.0.20', created_at: 1, seen_at: 2, is_this: true,
};
const player: AccessSession = { ...session, id: 't1', kind: 'player', name: 'OBS', browser: '', is_this: false };
let state: AccessState;
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const call = `${init.method} ${url}`;
    sent.push({ call, body: init.body && JSON.parse(String(init.body)) });
    if (call === 'GET /api/access') return Response.json(state);
    if (call === 'GET /api/session') return Response.json({ state: 'signed_in', wait_s: 0 });
    if (call === 'POST /api/access/players') return Response.json({ id: 't2', token: 'a-long-token' }, { status: 201 });
    return new Response(null, { status: 204 });
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(change: Partial<AccessState>) {
  state = { has_password: true, at_this_machine: false, setup_code: '', sessions: [session, player], ...change };
  return renderPage(<Access />);
}

describe('Settings, Access', () => {
  it('shows the setup code at the machine and sets the first password there', async () => {
    open({ has_password: false, at_this_machine: true, setup_code: 'SQMA-VR2N', sessions: [] });
    expect(await screen.findByText('SQMA-VR2N')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/^Password(?! again)/), 'correct horse');
    await userEvent.type(screen.getByLabelText(/Password again/), 'correct horse');
    await userEvent.click(screen.getByRole('button', { name: 'Set Password' }));
    await waitFor(() =>
      expect(sent).toContainEqual({ call: 'PUT /api/access/password', body: { current: '', password: 'correct horse' } }),
    );
  });

  it('asks for the current password elsewhere, and does not offer to remove it there', async () => {
    open({});
    await userEvent.click(await screen.findByRole('button', { name: 'Change Password' }));
    expect(screen.queryByRole('button', { name: 'Remove Password' })).not.toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/Current password/), 'correct horse');
    await userEvent.type(screen.getByLabelText(/^New password(?! again)/), 'battery staple');
    await userEvent.type(screen.getByLabelText(/New password again/), 'battery staple');
    await userEvent.click(screen.getByRole('button', { name: 'Change Password' }));
    await waitFor(() =>
      expect(sent).toContainEqual({ call: 'PUT /api/access/password', body: { current: 'correct horse', password: 'battery staple' } }),
    );
  });

  it('lists who is signed in and signs them out', async () => {
    open({ sessions: [session, { ...session, id: 's2', address: '192.168.0.21', is_this: false }, player] });
    const [own] = within(await screen.findByRole('list', { name: 'Signed in' })).getAllByRole('listitem');
    expect(own).toHaveTextContent('Firefox on Linux192.168.0.20');
    expect(own).toHaveTextContent('This browser');
    expect(within(own!).queryByRole('button')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Sign out Firefox on Linux at 192.168.0.21' }));
    await waitFor(() => expect(sent.map(({ call }) => call)).toContain('DELETE /api/access/sessions/s2'));
    await userEvent.click(screen.getByRole('button', { name: 'Sign Out Everywhere' }));
    const dialog = await screen.findByRole('dialog', { name: 'Sign out everywhere?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Sign Out Everywhere' }));
    await waitFor(() => expect(sent.map(({ call }) => call)).toContain('DELETE /api/access/sessions'));
  });

  it('asks before it removes the password', async () => {
    open({ at_this_machine: true });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove Password' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove the password?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove Password' }));
    await waitFor(() => expect(sent.map(({ call }) => call)).toContain('DELETE /api/access/password'));
  });

  it('makes tokens for players, shows them once and revokes them', async () => {
    open({});
    await userEvent.type(await screen.findByLabelText('Name of the player'), 'VLC');
    await userEvent.click(screen.getByRole('button', { name: 'Create Token' }));
    expect(await screen.findByText('a-long-token')).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/access/players', body: { name: 'VLC' } });
    await userEvent.click(screen.getByRole('button', { name: 'Revoke the token of OBS' }));
    await waitFor(() => expect(sent.map(({ call }) => call)).toContain('DELETE /api/access/sessions/t1'));
  });
});

describe('a browser', () => {
  it('is told by name', () => {
    expect(browserName(firefox)).toBe('Firefox on Linux');
    expect(browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1')).toBe('Safari on iOS');
    expect(browserName('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0')).toBe('Edge on Windows');
    expect(browserName('curl/7.88.1')).toBe('curl');
    expect(browserName('')).toBe('Unknown program');
  });
});
