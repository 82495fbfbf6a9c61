import { describe, expect, it, vi } from 'vitest';
import { FakePeer, FakeSignalling, settle, stageSession } from './fakes';
import { LiveSession, retryPausesMs } from './session';

let session: LiveSession;
const play = stageSession((staged) => (session = staged));

const camera = { code: 'offline', detail: 'The camera closed the connection.' } as const;
const fail = () => FakeSignalling.last.listener.ended(camera);
/** Nothing is tried for five minutes. */
const quiet = () => {
  const before = FakePeer.made.length;
  vi.advanceTimersByTime(300_000);
  expect(FakePeer.made).toHaveLength(before);
};

describe('a session whose camera fails', () => {
  it('tries again by itself after growing pauses, and says when', async () => {
    await play();
    for (const [index, pause] of [...retryPausesMs, retryPausesMs.at(-1)!].entries()) {
      fail();
      expect(session.view).toMatchObject({ phase: 'error', problem: camera, retryAt: Date.now() + pause });
      vi.advanceTimersByTime(pause - 1);
      expect(FakePeer.made).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(session.view).toMatchObject({ phase: 'connecting', problem: camera, retryAt: undefined });
      expect(FakePeer.made).toHaveLength(index + 2);
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other is the point
      await settle();
    }
    FakeSignalling.last.answer('answer');
    await settle();
    FakePeer.last.become('connected');
    session.frame();
    expect(session.view).toMatchObject({ phase: 'live', problem: undefined });
    vi.advanceTimersByTime(11_000);
    session.frame();
    fail();
    expect(session.view.retryAt).toBe(Date.now() + retryPausesMs[0]);
  });

  it('starts with the shortest pause again when a person retries', async () => {
    await play();
    fail();
    vi.advanceTimersByTime(retryPausesMs[0]);
    await settle();
    fail();
    session.start();
    await settle();
    fail();
    expect(session.view.retryAt).toBe(Date.now() + retryPausesMs[0]);
  });

  it('tries nothing while nobody sees it, nobody wants it, or the printer is known to be away', async () => {
    await play();
    fail();
    session.pause();
    quiet();
    session.resume();
    expect(session.view.phase).toBe('connecting');
    await settle();
    fail();
    const certain = session.doubt({ code: 'offline', detail: 'The printer is offline.' });
    expect(session.view).toMatchObject({ phase: 'error', retryAt: undefined });
    quiet();
    certain();
    session.available();
    expect(session.view.phase).toBe('connecting');
    await settle();
    fail();
    session.stop();
    quiet();
  });

  it('tries at once when the printer is back, also in the middle of an attempt', async () => {
    await play();
    fail();
    vi.advanceTimersByTime(retryPausesMs[0]);
    expect(FakePeer.made).toHaveLength(2);
    session.available();
    expect(FakePeer.made).toHaveLength(3);
  });

  it('waits for a person where another attempt would be refused again', async () => {
    await play();
    FakeSignalling.last.listener.ended({ code: 'forbidden', detail: 'You may not watch.' });
    expect(session.view.retryAt).toBeUndefined();
    quiet();
  });

  it('tries again with a camera that is switched off on its printer, or refuses the code for a while', async () => {
    await play();
    for (const code of ['disabled', 'unauthorized'] as const) {
      FakeSignalling.last.listener.ended({ code, detail: 'The camera might be disabled.' });
      expect(session.view.retryAt).toBeDefined();
      vi.advanceTimersByTime(retryPausesMs[1]);
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other is the point
      await settle();
    }
    expect(FakePeer.made).toHaveLength(3);
  });
});
