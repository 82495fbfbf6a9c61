import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { open, owner, refusal, serve } from '../testing';

const offer = { store_name: 'Annex', invited_by: 'Olive', email: 'bob@example.com', role: 'operator', has_account: false };
const show = 'POST /api/invitation/show';

afterEach(() => vi.unstubAllGlobals());

describe('the page of an invitation', () => {
  it('makes an account for somebody new, with the token that no server has seen', async () => {
    const sent = serve({ [show]: offer, 'POST /api/invitation/accept': owner });
    await open('/invitation#token-of-link', null);
    expect(await screen.findByRole('heading', { name: 'Join Annex' })).toBeInTheDocument();
    expect(screen.getByText('Olive invites bob@example.com to be Operator.')).toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/Your name/), 'Bob');
    await userEvent.type(screen.getByLabelText(/^Password(?! again)/), 'a long password');
    await userEvent.type(screen.getByLabelText(/Password again/), 'a long password');
    await userEvent.click(screen.getByRole('button', { name: 'Join' }));
    const body = { token: 'token-of-link', name: 'Bob', password: 'a long password' };
    await waitFor(() => expect(sent).toContainEqual({ call: 'POST /api/invitation/accept', body }));
  });

  it('asks who has an account to sign in first', async () => {
    serve({ [show]: { ...offer, has_account: true } });
    await open('/invitation#token', null);
    expect(await screen.findByLabelText(/E-mail/)).toHaveValue('bob@example.com');
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeInTheDocument();
  });

  it('lets in who is signed in as the one invited, and nobody else', async () => {
    const sent = serve({ [show]: { ...offer, email: owner.user.email }, 'POST /api/invitation/join': owner });
    const { unmount } = await open('/invitation#token');
    await userEvent.click(await screen.findByRole('button', { name: 'Join Annex' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'POST /api/invitation/join', body: { token: 'token' } }));
    unmount();
    serve({ [show]: offer });
    await open('/invitation#token');
    expect(await screen.findByText(/You are signed in as ada@example.com/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Join Annex' })).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Sign Out' }));
    expect(await screen.findByLabelText(/Your name/)).toBeInTheDocument();
  });

  it('says why a link is of no use', async () => {
    serve({ [show]: refusal(410, 'expired', 'this invitation has expired; ask for another one') });
    await open('/invitation#token', null);
    expect(await screen.findByText('This invitation has expired; ask for another one.')).toBeInTheDocument();
  });
});

describe('a forgotten password', () => {
  it('is asked for by e-mail, and the answer tells nobody who has an account', async () => {
    serve({ 'GET /api/password': { by_mail: true } });
    await open('/forgotten', null);
    await userEvent.type(await screen.findByLabelText(/E-mail/), 'bob@example.com');
    await userEvent.click(screen.getByRole('button', { name: 'Send Link' }));
    expect(await screen.findByRole('status')).toHaveTextContent('If somebody has the address bob@example.com here');
  });

  it('is reset by people where no letters are sent', async () => {
    serve({ 'GET /api/password': { by_mail: false } });
    await open('/forgotten', null);
    expect(await screen.findByText(/Ask an owner or admin/)).toBeInTheDocument();
  });

  it('is set with the token of the link', async () => {
    const sent = serve({});
    await open('/reset#secret', null);
    await userEvent.type(await screen.findByLabelText(/^New password(?! again)/), 'a long password');
    await userEvent.type(screen.getByLabelText(/New password again/), 'a long password');
    await userEvent.click(screen.getByRole('button', { name: 'Set Password' }));
    expect(await screen.findByRole('heading', { name: 'Your password is set' })).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/password/reset', body: { token: 'secret', password: 'a long password' } });
  });
});
