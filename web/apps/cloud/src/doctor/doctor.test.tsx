import type { CheckReport, CheckStep } from '@gantry/api';
import { DoctorProvider, FindOutWhy } from '@gantry/ui';
import { renderPage } from '@gantry/ui/testing';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageEvent } from '../api';
import { CloudLinkContext, ofPeople } from '../events';
import { LiveHub } from '../live/hub';
import { CameraDoctor } from './CameraDoctor';
import { blame } from './steps';

/** Finds a relayed and a reflected address at once, or is refused. */
class Peer {
  static refusal: number | undefined;
  #on = new Map<string, (event: unknown) => void>();
  addEventListener(name: string, listener: (event: unknown) => void) {
    this.#on.set(name, listener);
  }
  addTransceiver() {
    return { receiver: {} };
  }
  createDataChannel() {}
  createOffer() {
    return Promise.resolve({ type: 'offer', sdp: 'offer' });
  }
  setConfiguration() {}
  setLocalDescription() {
    queueMicrotask(() => {
      if (Peer.refusal) this.#on.get('icecandidateerror')?.({ errorCode: Peer.refusal });
      for (const type of Peer.refusal ? [] : ['srflx', 'relay']) this.#on.get('icecandidate')?.({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.9 9 typ ${type}` } });
      this.#on.get('icecandidate')?.({ candidate: null });
    });
    return Promise.resolve();
  }
  getStats() {
    return Promise.resolve(new Map());
  }
  close() {}
}

let sent: PageEvent[];
let hub: LiveHub;
const running: CheckStep = { id: 'camera', name: 'Pictures coming', state: 'running', seen: '', cause: '' };
const report = (steps: CheckStep[], done: boolean): CheckReport => ({ started_at: 1, done, steps });
const servers = [{ url: 'stun:192.0.2.1', username: '', credential: '' }, { url: 'turn:192.0.2.1', username: 'u', credential: 'p' }];

beforeEach(() => {
  sent = [];
  Peer.refusal = undefined;
  hub = new LiveHub();
  hub.attach(true, (message) => sent.push(message as PageEvent) > 0);
  vi.stubGlobal('RTCPeerConnection', Peer);
});
afterEach(() => vi.unstubAllGlobals());

async function open(): Promise<string> {
  renderPage(
    <CloudLinkContext value={{ connected: true, lostAt: undefined, send: () => true, hub, ...ofPeople }}>
      <DoctorProvider doctor={CameraDoctor}>
        <FindOutWhy camera="p1" name="Workshop X1" />
      </DoctorProvider>
    </CloudLinkContext>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Find out why: Workshop X1' }));
  await screen.findByRole('dialog', { name: 'Why is there no picture? Workshop X1' });
  const start = sent.find(({ type }) => type === 'check.start') as Extract<PageEvent, { type: 'check.start' }>;
  expect(start.printer).toBe('p1');
  return start.request;
}

const result = () => screen.getByRole('region', { name: 'Result' });
const state = (id: string) => screen.getByRole('list', { name: 'Steps' }).querySelector(`[data-step="${id}"]`)?.getAttribute('data-state');
const receive = (event: Parameters<LiveHub['checks']['receive']>[0]) => act(async () => hub.checks.receive(event));

describe('the camera doctor of the Cloud', () => {
  it('shows the Fuse’s steps between its own and those of this browser', async () => {
    const request = await open();
    expect(state('permission')).toBe('running');
    await receive({ type: 'check.ready', request, ice_servers: servers });
    expect(state('fuse')).toBe('passed');
    await receive({ type: 'check.report', request, report: report([running], false) });
    expect(state('camera')).toBe('running');
    const stuck: CheckStep = { ...running, state: 'failed', seen: 'The camera stopped sending pictures.', cause: 'camera_stuck' };
    await receive({ type: 'check.report', request, report: report([stuck], true) });
    expect(within(result()).getByRole('heading', { name: 'The camera is stuck' })).toBeInTheDocument();
    expect(state('browser_stun')).toBe('passed');
    expect(state('browser_turn')).toBe('passed');
    expect(state('path')).toBe('skipped');
  });

  it('names a Fuse that is offline, also one that has just restarted', async () => {
    const request = await open();
    await receive({ type: 'check.ended', request, code: 'offline', detail: 'Fuse offline' });
    expect(within(result()).getByRole('heading', { name: 'Fuse is offline' })).toBeInTheDocument();
    expect(within(result()).getByText(/^A Fuse that has just restarted needs/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Check again' })).toBeEnabled();
  });

  it('names a permission that is missing', async () => {
    const request = await open();
    await receive({ type: 'check.ended', request, code: 'forbidden', detail: 'you may not watch cameras' });
    expect(within(result()).getByRole('heading', { name: 'You may not watch cameras' })).toBeInTheDocument();
  });

  it.each([
    ['not_found', 'no such printer', 'Gantry does not know this printer', 'known'],
    ['busy', 'this page runs too many checks already', 'Too much is asked at once', 'check'],
    ['unauthorized', 'the session has ended', 'You may not watch cameras', 'permission'],
    ['timeout', 'the Fuse did not finish', 'No answer in time', 'check'],
  ] as const)('names a check that is refused with %s', async (code, detail, heading, step) => {
    const request = await open();
    await receive({ type: 'check.ended', request, code, detail });
    expect(within(result()).getByRole('heading', { name: heading })).toBeInTheDocument();
    expect(within(result()).getByText(detail)).toBeInTheDocument();
    expect(state(step)).toBe('failed');
    expect(screen.getByRole('button', { name: 'Check again' })).toBeEnabled();
  });

  it.each([
    ['forbidden', 'the permission to watch cameras was taken away', 'You may not watch cameras', 'permission', 'skipped'],
    ['offline', 'Fuse offline', 'Fuse is offline', 'fuse', 'skipped'],
    ['not_found', 'no such printer', 'Gantry does not know this printer', 'known', 'skipped'],
    ['timeout', 'the Fuse did not finish', 'No answer in time', 'camera', 'failed'],
  ] as const)('names what ends a check that runs: %s', async (code, detail, heading, step, camera) => {
    const request = await open();
    await receive({ type: 'check.ready', request, ice_servers: servers });
    await receive({ type: 'check.report', request, report: report([running], false) });
    await receive({ type: 'check.ended', request, code, detail });
    expect(within(result()).getByRole('heading', { name: heading })).toBeInTheDocument();
    expect(state(step)).toBe('failed');
    expect(state('camera')).toBe(camera);
    expect(state('path')).toBe('skipped');
  });

  it('names a Fuse that runs too many check-ups', async () => {
    const request = await open();
    await receive({ type: 'check.ready', request, ice_servers: servers });
    await receive({ type: 'check.ended', request, code: 'busy', detail: 'too many check-ups run at once' });
    expect(within(result()).getByRole('heading', { name: 'Too much is asked at once' })).toBeInTheDocument();
  });

  it('ends the steps of a Fuse that leaves', async () => {
    const request = await open();
    await receive({ type: 'check.ready', request, ice_servers: servers });
    await receive({ type: 'check.report', request, report: report([running], false) });
    await act(async () => hub.closed());
    expect(state('camera')).toBe('failed');
    expect(within(result()).getByRole('heading', { name: 'Gantry does not answer this page' })).toBeInTheDocument();
  });

  it('names a Gantry that does not answer, not the Fuse', async () => {
    await open();
    await act(async () => hub.closed());
    expect(state('permission')).toBe('failed');
    expect(within(result()).getByRole('heading', { name: 'Gantry does not answer this page' })).toBeInTheDocument();
  });

  it('tells an expired credential of the relay', async () => {
    Peer.refusal = 401;
    const request = await open();
    await receive({ type: 'check.ready', request, ice_servers: servers });
    expect(state('browser_turn')).toBe('warned');
    expect(screen.getByText('The TURN relay refuses the credential')).toBeInTheDocument();
  });

  it('blames the servers only where no way was found', () => {
    const turn: CheckStep = { id: 'turn', name: 'TURN', state: 'warned', seen: '', cause: 'turn_silent' };
    const path: CheckStep = { id: 'path', name: 'Path', state: 'failed', seen: '', cause: 'no_path' };
    expect(blame([turn, path], path)[0]?.state).toBe('failed');
    const well: CheckStep = { ...path, state: 'passed', cause: '' };
    expect(blame([turn, well], well)[0]?.state).toBe('warned');
  });
});
