import { describe, expect, it, vi } from 'vitest';
import { FakePeer, FakeSignalling, settle, stageSession } from './fakes';
import { LiveSession, connectLimitMs, countEveryMs, timeoutText } from './session';
import { LiveRefusal } from './signalling';

let session: LiveSession;
const play = stageSession((staged) => (session = staged));

describe('LiveSession', () => {
  it('is live with the first picture, not before', async () => {
    session.start();
    expect(session.view.phase).toBe('connecting');
    await settle();
    FakeSignalling.last.answer('answer');
    await settle();
    FakePeer.last.become('connected');
    expect(session.view).toMatchObject({ phase: 'connecting', connected: true });
    vi.advanceTimersByTime(120);
    session.frame();
    expect(session.view).toMatchObject({ phase: 'live', firstFrameMs: 120 });
  });

  it('says so at once where the browser has no H.264', () => {
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: [{ mimeType: 'video/VP8' }] }) });
    session.start();
    expect(session.view.problem).toMatchObject({ code: 'unsupported' });
    expect(session.view.problem?.detail).toContain('H.264');
  });

  it('keeps candidates that come before the answer', async () => {
    session.start();
    await settle();
    FakeSignalling.last.listener.candidate({ candidate: 'candidate:1', sdpMid: '0' });
    expect(FakePeer.last.added).toEqual([]);
    FakeSignalling.last.answer('answer');
    await settle();
    FakeSignalling.last.listener.candidate({ candidate: 'candidate:2', sdpMid: '0' });
    expect(FakePeer.last.added.map(({ candidate }) => candidate)).toEqual(['candidate:1', 'candidate:2']);
  });

  it('uses the servers it is given and the policy it was told', async () => {
    FakeSignalling.servers = [{ urls: 'turn:192.0.2.1' }];
    session.use(FakeSignalling.open, 'relay');
    session.start();
    await settle();
    expect(FakePeer.last.configuration).toMatchObject({ iceTransportPolicy: 'relay', iceServers: [{ urls: 'turn:192.0.2.1' }] });
  });

  it('gives up after 30 s with the known text', () => {
    session.start();
    vi.advanceTimersByTime(connectLimitMs);
    expect(session.view).toMatchObject({ phase: 'error', problem: { code: 'timeout', detail: timeoutText } });
    expect(FakePeer.last.closed).toBe(true);
  });

  it('shows a refusal at once', async () => {
    session.start();
    await settle();
    FakeSignalling.last.refuse(new LiveRefusal({ code: 'disabled', detail: 'Remote camera streaming is disabled' }));
    await settle();
    expect(session.view.problem?.detail).toBe('Remote camera streaming is disabled');
  });

  it('retries once by itself after a drop, then explains', async () => {
    await play();
    FakePeer.last.become('failed');
    await settle();
    expect(session.view.phase).toBe('connecting');
    expect(FakePeer.made).toHaveLength(2);
    FakePeer.last.become('connected');
    FakePeer.last.become('failed');
    await settle();
    expect(session.view).toMatchObject({ phase: 'error', problem: { detail: 'The connection to the camera was lost.' } });
  });

  it('asks why after a failure and repeats the answer', async () => {
    await play();
    FakeSignalling.reason = { code: 'offline', detail: 'The camera closed the connection.' };
    FakePeer.last.become('failed');
    await settle();
    expect(session.view.problem?.detail).toBe('The camera closed the connection.');
  });

  it('waits out a short interruption and reconnects after a long one', async () => {
    await play();
    FakePeer.last.become('disconnected');
    vi.advanceTimersByTime(2000);
    FakePeer.last.become('connected');
    vi.advanceTimersByTime(5000);
    expect(FakePeer.made).toHaveLength(1);
    FakePeer.last.become('disconnected');
    vi.advanceTimersByTime(5000);
    await settle();
    expect(FakePeer.made).toHaveLength(2);
  });

  it('resumes when the camera is back, if it was being watched', async () => {
    await play();
    FakeSignalling.last.listener.ended({ code: 'offline', detail: 'Fuse offline' });
    expect(session.view).toMatchObject({ phase: 'error', problem: { detail: 'Fuse offline' } });
    session.available();
    expect(session.view.phase).toBe('connecting');
    session.stop();
    session.available();
    expect(session.view.phase).toBe('idle');
  });

  it('doubts a picture that stands still while its printer is away, not one that moves', async () => {
    await play();
    const certain = session.doubt({ code: 'offline', detail: 'Fuse does not answer.' });
    vi.advanceTimersByTime(3000);
    session.frame();
    vi.advanceTimersByTime(3000);
    expect(session.view.phase).toBe('live');
    vi.advanceTimersByTime(2000);
    expect(session.view).toMatchObject({ phase: 'error', problem: { detail: 'Fuse does not answer.' } });
    certain();
  });

  it('does not come back to what was forbidden', async () => {
    await play();
    FakeSignalling.last.listener.ended({ code: 'forbidden', detail: 'You may not watch.' });
    session.available();
    expect(session.view.phase).toBe('error');
  });

  it('stops while nobody sees it and goes on when somebody does', async () => {
    await play();
    session.pause();
    expect(session.view.phase).toBe('idle');
    expect(FakeSignalling.last.closed).toBe(true);
    session.resume();
    expect(session.view.phase).toBe('connecting');
  });

  it('says how much of the picture is lost, and no more when it is fine again', async () => {
    await play();
    const count = async (packetsReceived: number, packetsLost: number) => {
      FakePeer.last.counted = { packetsReceived, packetsLost };
      vi.advanceTimersByTime(countEveryMs);
      await settle();
      return session.view.lostPercent;
    };
    expect(await count(1000, 500)).toBe(0); // what was lost at the beginning is history
    expect(await count(1080, 520)).toBe(20);
    expect(await count(1180, 520)).toBe(0);
    await count(1200, 540);
    session.stop();
    expect(session.view.lostPercent).toBe(0);
  });

  it('says that the way is slow while it is', async () => {
    await play();
    FakeSignalling.last.listener.quality(true);
    expect(session.view.slow).toBe(true);
    FakeSignalling.last.listener.quality(false);
    expect(session.view.slow).toBe(false);
    FakeSignalling.last.listener.quality(true);
    session.stop();
    expect(session.view.slow).toBe(false);
  });

  it('finds a slow way for itself where nobody says so', async () => {
    await play();
    FakeSignalling.last.tellsSlow = false;
    const counted = [[0, 0], [150, 0], [200, 40], [350, 40]].map(([framesDecoded = 0, packetsLost = 0]) => ({ packetsReceived: framesDecoded * 5, packetsLost, framesDecoded }));
    const slow: boolean[] = [];
    for (const each of counted) {
      FakePeer.last.counted = each;
      vi.advanceTimersByTime(countEveryMs);
      // oxlint-disable-next-line no-await-in-loop -- one count after the other
      await settle();
      slow.push(session.view.slow);
    }
    expect(slow).toEqual([false, false, true, false]);
  });

  it('ignores what a closed connection still says', async () => {
    await play();
    const old = FakePeer.last;
    session.stop();
    old.become('failed');
    await settle();
    expect(session.view.phase).toBe('idle');
  });
});
