import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionQuery } from '../api';
import { open, refusal, serve } from '../testing';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const devices = [
  { id: 'd1', created_at: 1, seen_at: Date.now(), address: '192.0.2.1', browser: firefox, current: true },
  { id: 'd2', created_at: 1, seen_at: Date.now(), address: '203.0.113.7', browser: 'A telephone', current: false },
];
const off = { 'GET /api/sessions': devices, 'GET /api/account/second-factor': { enabled: false, recovery_codes: 0 } };

afterEach(() => vi.unstubAllGlobals());

describe('My account', () => {
  it('lists the devices and signs one out, or all', async () => {
    const sent = serve(off);
    const { cache } = await open('/account');
    const list = await screen.findByRole('list', { name: 'Devices' });
    expect(within(list).getByText('Firefox on Linux').closest('li')).toHaveTextContent('This browser');
    await userEvent.click(within(list).getByRole('button', { name: 'Sign out A at 203.0.113.7' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'DELETE /api/sessions/d2', body: undefined }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign Out Everywhere' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Sign Out Everywhere' }));
    await waitFor(() => expect(cache.getQueryData(sessionQuery.queryKey)).toBeNull());
  });

  it('changes the password and says what happens to other browsers', async () => {
    const sent = serve(off);
    await open('/account');
    await userEvent.type(await screen.findByLabelText(/Current password/), 'the old password');
    await userEvent.type(screen.getByLabelText(/^New password(?! again)/), 'the new password');
    const change = screen.getByRole('button', { name: 'Change Password' });
    expect(change).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/New password again/), 'the new password');
    await userEvent.click(change);
    await screen.findByText(/Every other browser is signed out/);
    expect(sent).toContainEqual({ call: 'POST /api/account/password', body: { current: 'the old password', password: 'the new password' } });
  });

  it('sets up a second factor: password, QR code, code, recovery codes', async () => {
    const sent = serve({
      ...off,
      'POST /api/account/second-factor': { secret: 'GEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/Gantry:ada%40example.com?secret=GEZDGNBVGY3TQOJQ' },
      'POST /api/account/second-factor/confirm': { recovery_codes: ['AAAA-BBBB-CCCC-DDDD'] },
    });
    await open('/account');
    await userEvent.click(await screen.findByRole('button', { name: 'Set Up' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(await within(dialog).findByLabelText(/Your password/), 'the password');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Continue' }));
    expect(await within(dialog).findByRole('img', { name: 'QR code of the second factor' })).toBeInTheDocument();
    expect(within(dialog).getByText('GEZD GNBV GY3T QOJQ')).toBeInTheDocument();
    await userEvent.type(within(dialog).getByLabelText(/Code that the app shows/), '123456');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Switch On' }));
    expect(await within(dialog).findByText('AAAA-BBBB-CCCC-DDDD')).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/account/second-factor/confirm', body: { code: '123456' } });
  });

  it('says when the password is not right', async () => {
    serve({ ...off, 'POST /api/account/second-factor': refusal(409, 'rejected', 'the password is not right') });
    await open('/account');
    await userEvent.click(await screen.findByRole('button', { name: 'Set Up' }));
    await userEvent.type(await screen.findByLabelText(/Your password/), 'a guess');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The password is not right.');
  });
});

describe('signing in', () => {
  it('asks for a code when the account has a second factor', async () => {
    const session = { user: { id: 'u1', name: 'Ada', email: 'ada@example.com' }, store: null, permissions: [] };
    const sent = serve({ 'GET /api/setup': { needed: false }, 'POST /api/session': { second_factor: 'ticket' }, 'POST /api/session/second-factor': session });
    await open('/', null);
    await userEvent.type(await screen.findByLabelText(/E-mail/), 'ada@example.com');
    await userEvent.type(screen.getByLabelText(/Password/), 'the password');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await userEvent.type(await screen.findByLabelText(/^Code/), '123456');
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(await screen.findByText('You are in no store')).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/session/second-factor', body: { ticket: 'ticket', code: '123456' } });
  });
});
