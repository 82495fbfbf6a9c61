import { FakePeer } from '@gantry/ui/fakes';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serverSettingsQuery, type PageEvent, type ServerSettings } from '../api';
import { Checks } from '../doctor/checks';
import { open, owner, refusal, serve } from '../testing';
import { handedOut, savedServers } from './iceServers';

const administrator = { ...owner, administrator: true };
const server: ServerSettings = {
  settings: {
    name: 'Farm 7', stun: ['192.0.2.1:3478'], turn: [], snapshot_days: 30, snapshot_limit_mb: 2000, smtp_url: 'smtp://192.0.2.2:587',
    smtp_from: 'gantry@example.org', smtp_user: '', registration: 'invitation',
  },
  fixed: ['stun'], has_turn_secret: false, has_smtp_password: true, snapshot_folder: '/data/objects/snapshots', snapshot_bytes: 12_300_000,
};
const region = async (name: string) => within(await screen.findByRole('region', { name }));

afterEach(() => vi.unstubAllGlobals());

describe('Server settings', () => {
  it('are the administrator’s alone', async () => {
    const sent = serve({});
    await open('/settings/server');
    expect(await screen.findByText('This is not open to you')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Server' })).not.toBeInTheDocument();
    expect(sent.map(({ call }) => call)).not.toContain('GET /api/server/settings');
  });

  it('save what was changed and nothing else', async () => {
    const sent = serve({
      'GET /api/server/settings': server,
      'PATCH /api/server/settings': { ...server, settings: { ...server.settings, name: 'Farm 8', registration: 'open' } },
    });
    await open('/settings/server', administrator);
    const people = await region('Name and people');
    const save = people.getByRole('button', { name: 'Save' });
    expect(save).toBeDisabled();
    await userEvent.clear(people.getByLabelText(/Server name/));
    await userEvent.type(people.getByLabelText(/Server name/), 'Farm 8');
    await userEvent.click(people.getByRole('checkbox', { name: 'By invitation only' }));
    await userEvent.click(save);
    await waitFor(() => expect(sent).toContainEqual({ call: 'PATCH /api/server/settings', body: { name: 'Farm 8', registration: 'open' } }));
    expect(await people.findByText('Saved')).toBeInTheDocument();
  });

  it('show what the command line has set, read-only', async () => {
    serve({ 'GET /api/server/settings': server });
    await open('/settings/server', administrator);
    const live = await region('Live video');
    expect(live.getByLabelText('STUN servers')).toHaveAttribute('readonly');
    expect(live.getByText('Set on the command line, which wins')).toBeInTheDocument();
    expect(live.getByLabelText('TURN servers')).not.toHaveAttribute('readonly');
  });

  it('send a test message, and say why it was not taken', async () => {
    let refused = true;
    serve({
      'GET /api/server/settings': server,
      'POST /api/server/test-letter': () => (refused ? refusal(503, 'offline', 'the mail server did not take the letter: no route') : undefined),
    });
    await open('/settings/server', administrator);
    const mail = await region('E-mail');
    const send = mail.getByRole('button', { name: 'Send a Test Message' });
    await userEvent.click(send);
    expect(await mail.findByText(/did not take the letter/)).toBeInTheDocument();
    refused = false;
    await userEvent.click(send);
    expect(await mail.findByText('Sent to ada@example.com')).toBeInTheDocument();
    await userEvent.type(mail.getByLabelText('Sender'), 'x');
    expect(send).toBeDisabled();
  });
});

const answering = (type: string) => act(async () => FakePeer.last.say('icecandidate', { candidate: { candidate: `candidate:1 1 udp 1 192.0.2.9 9 typ ${type}` } }));

describe('The test of STUN and TURN', () => {
  beforeEach(() => {
    FakePeer.install();
    Object.assign(FakePeer.prototype, { createDataChannel: () => {} });
  });

  it('asks what is saved from this browser, and says what came of each server', async () => {
    serve({ 'GET /api/server/settings': server });
    await open('/settings/server', administrator);
    const live = await region('Live video');
    await userEvent.click(live.getByRole('button', { name: 'Test' }));
    await waitFor(() => expect(FakePeer.made).toHaveLength(1));
    expect(FakePeer.last.configuration).toEqual({ iceServers: [{ urls: 'stun:192.0.2.1:3478' }] });
    await answering('srflx');
    const results = await live.findByRole('list', { name: 'Results of the test' });
    expect(results).toHaveTextContent('stun:192.0.2.1:3478Answers: this browser knows its public address');
    expect(results.closest('[role="status"]')).toBeInTheDocument();
    await userEvent.type(live.getByLabelText('TURN servers'), 'turn:192.0.2.3:3478');
    expect(live.getByRole('button', { name: 'Test' })).toBeDisabled();
    expect(results).not.toBeInTheDocument();
  });

  it('forgets its results when other servers are saved', async () => {
    const secret = { ...server, has_turn_secret: true };
    const others = { ...secret, settings: { ...server.settings, stun: ['192.0.2.9:3478'] } };
    serve({ 'GET /api/server/settings': secret, 'PATCH /api/server/settings': secret });
    const { cache } = await open('/settings/server', administrator);
    const live = await region('Live video');
    const results = () => live.queryByRole('list', { name: 'Results of the test' });
    const test = async () => {
      await userEvent.click(live.getByRole('button', { name: 'Test' }));
      await answering('srflx');
      await waitFor(() => expect(results()).toBeInTheDocument());
    };
    await test();
    await userEvent.type(live.getByLabelText('TURN secret'), 'another one');
    await userEvent.click(live.getByRole('button', { name: 'Save' }));
    await live.findByText('Saved');
    expect(results()).not.toBeInTheDocument();
    await test();
    act(() => void cache.setQueryData(serverSettingsQuery.queryKey, others));
    await waitFor(() => expect(results()).not.toBeInTheDocument());
  });

  it('gets credentials as a live view does, where a printer is connected, and does without where they do not come', async () => {
    const servers = [{ urls: 'turn:192.0.2.3:3478', username: 'u', credential: 'p' }];
    const sent: PageEvent[] = [];
    const checks = new Checks((message) => sent.push(message) > 0);
    const given = handedOut(checks, 'p1');
    const { request } = sent[0] as Extract<PageEvent, { type: 'check.start' }>;
    checks.receive({ type: 'check.ready', request, ice_servers: [{ url: servers[0]!.urls, username: 'u', credential: 'p' }] });
    expect(await given).toEqual(servers);
    expect(await handedOut(new Checks(() => false), 'p1')).toBeUndefined();
    expect(savedServers({ stun: ['a:1'], turn: ['turn:b:2'] })).toEqual([{ urls: 'stun:a:1' }, { urls: 'turn:b:2' }]);
  });
});

describe('Registration', () => {
  it('is offered only where it is open', async () => {
    serve({ 'GET /api/server': { name: 'Farm 7', registration: 'invitation' }, 'GET /api/setup': { needed: false } });
    await open('/register', null);
    expect(await screen.findByText(/takes people by invitation only/)).toBeInTheDocument();
  });

  it('makes an account and leads in', async () => {
    const sent = serve({ 'GET /api/server': { name: 'Farm 7', registration: 'open' }, 'GET /api/setup': { needed: false }, 'POST /api/registration': owner });
    await open('/', null);
    await userEvent.click(await screen.findByRole('link', { name: 'Create an account' }));
    await userEvent.type(await screen.findByLabelText(/Your name/), 'Ada');
    await userEvent.type(screen.getByLabelText(/E-mail/), 'ada@example.com');
    await userEvent.type(screen.getByLabelText(/Password/), 'a long password');
    await userEvent.type(screen.getByLabelText(/Store name/), 'Workshop');
    await userEvent.click(screen.getByRole('button', { name: 'Create Account' }));
    await waitFor(() =>
      expect(sent).toContainEqual({
        call: 'POST /api/registration',
        body: { name: 'Ada', email: 'ada@example.com', password: 'a long password', store_name: 'Workshop' },
      }),
    );
  });
});
