import { LiveRefusal, type SignallingListener } from '@gantry/ui';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageEvent } from '../api';
import { LiveHub } from './hub';

let hub: LiveHub;
let sent: PageEvent[];
const listener = {
  candidate: vi.fn<SignallingListener['candidate']>(),
  quality: vi.fn<SignallingListener['quality']>(),
  ended: vi.fn<SignallingListener['ended']>(),
};

beforeEach(() => {
  sent = [];
  vi.clearAllMocks();
  hub = new LiveHub();
  hub.attach(true, (message) => sent.push(message as PageEvent) > 0);
});

async function started(policy: RTCIceTransportPolicy = 'all') {
  const signalling = hub.open('p1', policy)(listener);
  const ready = signalling.ready('offer');
  await Promise.resolve();
  const [start] = sent;
  if (start?.type !== 'live.start') throw new Error('no live.start');
  return { signalling, ready, request: start.request };
}

describe('LiveHub', () => {
  it('starts with the offer and hands over the answer', async () => {
    const { signalling, ready, request } = await started('relay');
    const ice_servers = [
      { url: 'stun:192.0.2.1', username: '', credential: '' },
      { url: 'turn:192.0.2.1', username: 'u', credential: 'c' },
    ];
    hub.receive({ type: 'live.ready', request, session: 's1', ice_servers });
    expect(await ready).toEqual([{ urls: 'stun:192.0.2.1' }, { urls: 'turn:192.0.2.1', username: 'u', credential: 'c' }]);
    expect(sent).toEqual([{ type: 'live.start', request, printer: 'p1', policy: 'relay', sdp: 'offer' }]);
    hub.receive({ type: 'live.answer', session: 's1', sdp: 'answer' });
    expect(await signalling.exchange('offer')).toBe('answer');
    hub.receive({ type: 'live.candidate', session: 's1', candidate: 'candidate:1', mid: '0' });
    expect(listener.candidate).toHaveBeenCalledWith({ candidate: 'candidate:1', sdpMid: '0' });
    hub.receive({ type: 'live.quality', session: 's1', slow: true });
    expect(listener.quality).toHaveBeenCalledWith(true);
  });

  it('passes a refusal on with its text', async () => {
    const { ready, request } = await started();
    hub.receive({ type: 'live.ended', request, session: '', code: 'disabled', detail: 'Remote camera streaming is disabled' });
    const reason: unknown = await ready.catch((error: unknown) => error);
    expect((reason as LiveRefusal).problem).toEqual({ code: 'disabled', detail: 'Remote camera streaming is disabled' });
  });

  it('keeps the sessions of different tiles apart', async () => {
    const one = await started();
    const other = vi.fn<SignallingListener['candidate']>();
    hub.open('p2', 'all')({ ...listener, candidate: other });
    hub.receive({ type: 'live.ready', request: one.request, session: 's1', ice_servers: [] });
    hub.receive({ type: 'live.candidate', session: 's1', candidate: 'candidate:1', mid: '0' });
    expect(other).not.toHaveBeenCalled();
  });

  it('stops a session that was closed before it had a name', async () => {
    const { signalling, request } = await started();
    signalling.close();
    hub.receive({ type: 'live.ready', request, session: 's1', ice_servers: [] });
    expect(sent.at(-1)).toEqual({ type: 'live.stop', session: 's1' });
    expect(listener.ended).not.toHaveBeenCalled();
  });

  it('ends every session when the socket closes', async () => {
    const { ready } = await started();
    hub.closed();
    await expect(ready).rejects.toBeInstanceOf(LiveRefusal);
    expect(listener.ended).toHaveBeenCalledWith(expect.objectContaining({ code: 'offline' }));
  });

  it('refuses when the Cloud stays away, and starts when it comes', async () => {
    vi.useFakeTimers();
    hub.attach(false, () => false);
    const refused = hub.open('p1', 'all')(listener).ready('offer').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(6000);
    expect(await refused).toBeInstanceOf(LiveRefusal);
    void hub.open('p1', 'all')(listener).ready('offer');
    hub.attach(true, (message) => sent.push(message as PageEvent) > 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.at(-1)).toMatchObject({ type: 'live.start', printer: 'p1' });
    vi.useRealTimers();
  });
});
