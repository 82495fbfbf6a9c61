import { act, render } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakePeer, FakeSignalling, settle } from './fakes';
import { useLive, type Live } from './useLive';

let live: Live;
let see: (onScreen: boolean) => void;
let hidden = false;
let floating: Element | null = null;

const keep = (now: Live) => {
  live = now;
};

function Tile() {
  const now = useLive({ open: FakeSignalling.open, available: true });
  const { observe } = now;
  useEffect(() => keep(now), [now]);
  useEffect(() => {
    observe(document.querySelector<HTMLElement>('[data-testid="picture"]'));
    return () => observe(null);
  }, [observe]);
  return (
    <div data-testid="picture">
      <video muted />
    </div>
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  FakePeer.install();
  FakeSignalling.reset();
  [hidden, floating] = [false, null];
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  Object.defineProperty(document, 'pictureInPictureElement', { configurable: true, get: () => floating });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: Array<{ isIntersecting: boolean }>) => void) {
        see = (isIntersecting) => act(() => tell([{ isIntersecting }]));
      }
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function watch() {
  const page = render(<Tile />);
  await act(async () => {
    live.start();
    await settle();
  });
  return page;
}

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const turn = (toHidden: boolean) => {
  hidden = toHidden;
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

describe('a video that nobody sees', () => {
  it('pauses off screen and goes on when it is back', async () => {
    await watch();
    expect(live.phase).toBe('connecting');
    see(false);
    pass(2000);
    expect(live).toMatchObject({ phase: 'idle', wanted: true });
    see(true);
    expect(live.phase).toBe('connecting');
  });

  it('pauses in a hidden tab, after a moment, and goes on in a seen one', async () => {
    await watch();
    turn(true);
    pass(2000);
    expect(live.phase).toBe('connecting');
    pass(3000);
    expect(live.phase).toBe('idle');
    turn(false);
    expect(live.phase).toBe('connecting');
  });

  it('runs on in a window of its own', async () => {
    const { container } = await watch();
    floating = container.querySelector('video');
    floating!.dispatchEvent(new Event('enterpictureinpicture'));
    see(false);
    turn(true);
    pass(10_000);
    expect(live.phase).toBe('connecting');
    const video = floating!;
    floating = null;
    act(() => void video.dispatchEvent(new Event('leavepictureinpicture')));
    pass(10_000);
    expect(live.phase).toBe('idle');
  });
});
