import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Session } from '../api';
import { Gate } from './Gate';
import { SignOut } from './SignOut';

let door: Session;
let refusal: { status: number; code: string; detail: string } | undefined;
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  refusal = undefined;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const call = `${init.method} ${url}`;
    sent.push({ call, body: init.body && JSON.parse(String(init.body)) });
    if (call === 'GET /api/session') return Response.json(door);
    if (refusal) return Response.json({ ...refusal, title: 'Refused' }, { status: refusal.status });
    if (call === 'DELETE /api/session') return new Response(null, { status: 204 });
    door = { state: 'signed_in', wait_s: 0 };
    return Response.json(door);
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(state: Session['state'], wait_s = 0) {
  door = { state, wait_s };
  return renderPage(
    <Gate>
      <h1>The workshop</h1>
      <SignOut />
    </Gate>,
  );
}

describe('the gate', () => {
  it('is open at Fuse’s own machine, where nobody signs out', async () => {
    open('open');
    expect(await screen.findByRole('heading', { name: 'The workshop' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Sign Out' })).not.toBeInTheDocument();
  });

  it('asks people from the network for the password and leads to where they wanted', async () => {
    open('sign_in');
    expect(await screen.findByRole('heading', { name: 'Sign in to Fuse' })).toBeInTheDocument();
    expect(screen.queryByText('The workshop')).not.toBeInTheDocument();
    await userEvent.type(screen.getByLabelText(/Password/), 'correct horse');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'The workshop' })).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/session', body: { password: 'correct horse' } });
    await userEvent.click(screen.getByRole('button', { name: 'Sign Out' }));
    expect(await screen.findByRole('heading', { name: 'Sign in to Fuse' })).toBeInTheDocument();
  });

  it('says what was wrong, and how to come in without the password', async () => {
    open('sign_in');
    refusal = { status: 401, code: 'unauthorized', detail: 'Wrong password.' };
    await userEvent.type(await screen.findByLabelText(/Password/), 'guess');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('Wrong password.')).toBeInTheDocument();
    await userEvent.click(screen.getByText('Forgot the password?'));
    expect(screen.getByText(/set a new one under Settings, Access/)).toBeVisible();
  });

  it('counts down for whoever is locked out', async () => {
    open('sign_in', 64);
    expect(await screen.findByText('Too many wrong attempts')).toBeInTheDocument();
    expect(screen.getByText(/1:0[34]/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  });

  it('asks the first visitor for the setup code and a password', async () => {
    open('setup');
    await userEvent.type(await screen.findByLabelText(/Setup code/), 'sqma-vr2n');
    await userEvent.type(screen.getByLabelText(/^Password(?! again)/), 'correct horse');
    const button = screen.getByRole('button', { name: 'Set Password' });
    expect(button).toBeDisabled();
    await userEvent.type(screen.getByLabelText(/Password again/), 'correct house');
    expect(screen.getByText('The two are not the same.')).toBeInTheDocument();
    await userEvent.clear(screen.getByLabelText(/Password again/));
    await userEvent.type(screen.getByLabelText(/Password again/), 'correct horse');
    await userEvent.click(button);
    await waitFor(() => expect(sent).toContainEqual({ call: 'POST /api/setup', body: { code: 'sqma-vr2n', password: 'correct horse' } }));
    expect(await screen.findByRole('heading', { name: 'The workshop' })).toBeInTheDocument();
  });
});
