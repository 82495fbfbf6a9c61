import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePeer, FakeSignalling, settle } from '../live/fakes';
import { LiveRefusal } from '../live/signalling';
import { adviceFor, cases, causes } from './causes';
import { checkPath, pairsOf, pathLimitMs } from './path';
import { checkStun, checkTurn, probe, probeLimitMs, serversLimitMs } from './servers';
import type { CheckStep } from './step';

beforeEach(() => {
  vi.useFakeTimers();
  FakePeer.install();
  FakeSignalling.reset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the table of causes', () => {
  it('says of each what to do, and where more stands', () => {
    for (const { name, means, todo, help } of Object.values(causes)) {
      expect(name && means && todo[0]).toBeTruthy();
      expect(cases[help].steps.length).toBeGreaterThan(1);
    }
    expect(adviceFor('wrong_code')?.name).toBe('Wrong access code');
    expect(adviceFor('constructor')).toBeUndefined();
  });
});

const candidate = (id: string, candidateType: string) => ({ id, type: 'local-candidate', candidateType });
const pair = (localCandidateId: string, remoteCandidateId: string, state: string) => ({ id: localCandidateId + remoteCandidateId + state, type: 'candidate-pair', localCandidateId, remoteCandidateId, state });

describe('the pairs of addresses', () => {
  it('are named by their kind, and the same ones counted', () => {
    const stats = [candidate('a', 'host'), candidate('b', 'relay'), candidate('c', 'host'), pair('a', 'c', 'failed'), pair('a', 'c', 'failed'), pair('b', 'c', 'succeeded'), pair('a', 'b', 'in-progress')];
    expect(pairsOf(stats)).toEqual(['2 × direct → direct: failed', 'TURN → direct: works', 'direct → TURN: no answer']);
  });
});

describe('the way to this browser', () => {
  const steps: CheckStep[] = [];
  const last = () => steps.at(-1)!;
  const begin = async (stats: unknown[] = []) => {
    steps.length = 0;
    Object.assign(FakePeer.prototype, { getStats: () => Promise.resolve(new Map(stats.entries())) });
    const stop = checkPath(FakeSignalling.open, 'all', (step) => steps.push(step));
    await settle();
    return stop;
  };

  it('is well with the first picture', async () => {
    await begin([{ type: 'inbound-rtp', framesReceived: 3 }, candidate('a', 'host'), pair('a', 'a', 'succeeded')]);
    expect(last().state).toBe('running');
    FakeSignalling.last.answer('answer');
    FakePeer.last.become('connected');
    await vi.advanceTimersByTimeAsync(300);
    expect(last()).toMatchObject({ state: 'passed', seen: expect.stringContaining('direct → direct: works') });
    expect(FakePeer.last.closed).toBe(true);
  });

  it('names a network that lets nothing through, with the pairs that were tried', async () => {
    await begin([candidate('a', 'host'), candidate('b', 'relay'), pair('a', 'a', 'failed'), pair('b', 'a', 'failed')]);
    FakeSignalling.last.answer('answer');
    await vi.advanceTimersByTimeAsync(300);
    FakePeer.last.become('failed');
    await settle();
    expect(last()).toMatchObject({ state: 'failed', cause: 'no_path', seen: 'No connection. Pairs of addresses tried: direct → direct: failed; TURN → direct: failed.' });
  });

  it('names a connection without pictures', async () => {
    await begin();
    FakeSignalling.last.answer('answer');
    await settle();
    FakePeer.last.become('connected');
    await vi.advanceTimersByTimeAsync(pathLimitMs + 500);
    expect(last()).toMatchObject({ state: 'failed', cause: 'no_video' });
  });

  it.each([
    ['disabled', 'Remote camera streaming is disabled', 'remote_off'],
    ['forbidden', 'you may not watch cameras', 'no_permission'],
    ['busy', 'this page watches too many cameras already', 'too_busy'],
    ['not_found', 'the printer was removed', 'printer_unknown'],
  ] as const)('names a refusal by its cause: %s', async (code, detail, cause) => {
    await begin();
    FakeSignalling.last.refuse(new LiveRefusal({ code, detail }));
    await settle();
    expect(last()).toMatchObject({ state: 'failed', cause, seen: detail });
  });

  it('says nothing after it was stopped', async () => {
    const stop = await begin();
    stop();
    await vi.advanceTimersByTimeAsync(pathLimitMs + 500);
    expect(steps).toHaveLength(1);
  });
});

const found = (type: string) => FakePeer.last.say('icecandidate', { candidate: { candidate: `candidate:1 1 udp 1 192.0.2.9 9 typ ${type}` } });
const nothingMore = () => FakePeer.last.say('icecandidate', { candidate: null });
const refused = (errorCode: number) => FakePeer.last.say('icecandidateerror', { errorCode });

describe('STUN and TURN for this browser', () => {
  const stun = { urls: 'stun:192.0.2.1:3478' };
  const turn = { urls: 'turn:192.0.2.1:3478', username: 'u', credential: 'p' };
  beforeEach(() => Object.assign(FakePeer.prototype, { createDataChannel: () => {} }));
  it('is well when a server gives an address, or keeps silent about the same one', async () => {
    const direct = checkStun([stun, turn]);
    found('srflx');
    expect(await direct).toMatchObject({ id: 'browser_stun', state: 'passed' });
    const same = checkStun([stun]);
    found('host');
    nothingMore();
    expect(await same).toMatchObject({ state: 'passed' });
    const relayed = checkTurn([stun, turn]);
    expect(FakePeer.last.configuration).toMatchObject({ iceTransportPolicy: 'relay', iceServers: [turn] });
    found('relay');
    expect(await relayed).toMatchObject({ id: 'browser_turn', state: 'passed' });
  });

  it('names a server that does not answer', async () => {
    const silent = checkStun([stun]);
    refused(701);
    nothingMore();
    expect(await silent).toMatchObject({ state: 'warned', cause: 'stun_silent' });
    const hanging = checkTurn([turn]);
    await vi.advanceTimersByTimeAsync(serversLimitMs);
    expect(await hanging).toMatchObject({ state: 'warned', cause: 'turn_silent' });
    expect(FakePeer.last.closed).toBe(true);
  });

  it('names a credential that has expired', async () => {
    const expired = checkTurn([turn]);
    refused(401);
    nothingMore();
    expect(await expired).toMatchObject({ state: 'warned', cause: 'turn_refused' });
  });

  it('knows a Gantry without relay', async () => {
    expect(await checkTurn([stun])).toMatchObject({ state: 'warned', cause: 'no_relay' });
    expect(await checkStun([])).toMatchObject({ state: 'skipped' });
  });

  it('is asked of one server alone, which has an answer of its own within five seconds', async () => {
    const direct = probe(stun);
    found('srflx');
    expect(await direct).toEqual({ name: stun.urls, well: true, says: expect.stringContaining('public address') });
    const relayed = probe(turn);
    expect(FakePeer.last.configuration).toEqual({ iceTransportPolicy: 'relay', iceServers: [turn] });
    found('relay');
    expect(await relayed).toMatchObject({ well: true, says: expect.stringContaining('Relays') });
    const wrong = probe(turn);
    refused(401);
    nothingMore();
    expect(await wrong).toMatchObject({ well: false, says: expect.stringContaining('refuses the credential') });
    const unnamed = probe({ urls: turn.urls });
    refused(401);
    nothingMore();
    expect(await unnamed).toMatchObject({ well: true, says: expect.stringContaining('can be tested once a printer is connected') });
    for (const server of [stun, turn]) {
      const silent = probe(server);
      // oxlint-disable-next-line no-await-in-loop -- one peer after the other
      await vi.advanceTimersByTimeAsync(probeLimitMs);
      // oxlint-disable-next-line no-await-in-loop -- one peer after the other
      expect(await silent).toMatchObject({ well: false, says: 'No answer within 5 s' });
    }
  });
});
