import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { LivePicture } from './LivePicture';
import { forgetFrames, keepFrame } from './lastFrames';
import type { Live } from './useLive';

function live(change: Partial<Live> = {}): Live {
  return {
    phase: 'idle',
    stream: undefined,
    connected: false,
    problem: undefined,
    retryAt: undefined,
    firstFrameMs: undefined,
    lostPercent: 0,
    slow: false,
    wanted: false,
    start: vi.fn(),
    stop: vi.fn(),
    frame: vi.fn(),
    observe: vi.fn(),
    ...change,
  };
}

const picture = (state: Live, unavailable?: string) => (
  <LivePicture camera="p1" name="Workshop X1" live={state} unavailable={unavailable} />
);

const withPoster = (state: Live, at: number) => <LivePicture camera="p1" name="Workshop X1" live={state} poster={<img src={`/${at}.jpg`} alt="Snapshot" />} posterAt={at} />;

const unavailable = (stale: boolean) => <LivePicture camera="p1" name="X1" live={live()} poster={<img src="/1.jpg" alt="Snapshot" />} unavailable="Not now" stale={stale} />;

describe('LivePicture', () => {
  it('offers to stream and shows the placeholder without a picture', async () => {
    const state = live();
    render(picture(state));
    expect(screen.getByText('No preview')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Stream Workshop X1' }));
    expect(state.start).toHaveBeenCalledOnce();
  });

  it('says in words, on hover and on focus why there is no preview', () => {
    const { rerender } = render(<LivePicture camera="p1" name="X1" live={live()} noPreview="Snapshots are off." />);
    expect(screen.getByText('Snapshots are off.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Stream X1' })).toHaveAccessibleDescription('Snapshots are off.');
    expect(document.querySelector('.picture')).toHaveAttribute('title', 'Snapshots are off.');
    rerender(<LivePicture camera="p1" name="X1" live={live()} noPreview="Snapshots are off." unavailable="Fuse offline" stale />);
    for (const text of ['No preview', 'Snapshots are off.', 'Fuse offline']) expect(screen.getByText(text)).toBeInTheDocument();
  });

  it('is gray when its camera cannot be reached, not when only its stream cannot be had', () => {
    const { rerender } = render(unavailable(true));
    expect(document.querySelector('.picture')).toHaveAttribute('data-stale');
    rerender(unavailable(false));
    expect(document.querySelector('.picture')).not.toHaveAttribute('data-stale');
    expect(screen.getByText('Not now')).toBeInTheDocument();
  });

  it('keeps the last picture of a stream, unless pictures are switched off', () => {
    const context = vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ drawImage: () => {} } as never);
    const video = Object.defineProperties(document.createElement('video'), { videoWidth: { value: 640 }, videoHeight: { value: 360 } });
    keepFrame('p1', video);
    const { rerender } = render(<LivePicture camera="p1" name="X1" live={live()} />);
    expect(document.querySelector('.picture-kept')).not.toBeNull();
    rerender(<LivePicture camera="p1" name="X1" live={live()} noPreview="Snapshots are off." switchedOff />);
    expect(document.querySelector('.picture-kept')).toBeNull();
    expect(screen.getByText('No preview')).toBeInTheDocument();
    forgetFrames();
    context.mockRestore();
  });

  it('shows the Live pill with its way out, and the video', async () => {
    const state = live({ phase: 'live', connected: true, wanted: true });
    render(picture(state));
    const pill = screen.getByRole('button', { name: 'Live. Close Workshop X1' });
    expect(pill).toHaveTextContent('● Live');
    expect(pill).toHaveTextContent('✕ Close');
    expect(screen.getByLabelText('Live picture of Workshop X1')).toHaveAttribute('data-shown', 'true');
    await userEvent.click(pill);
    expect(state.stop).toHaveBeenCalledOnce();
  });

  it('says when it tries again by itself, and keeps its ways out meanwhile', async () => {
    const problem = { code: 'offline', detail: 'The camera closed the connection.' } as const;
    const failed = live({ phase: 'error', problem, wanted: true, retryAt: Date.now() + 9500 });
    const { rerender } = render(picture(failed));
    expect(screen.getByRole('alert')).toHaveTextContent(problem.detail);
    expect(screen.getByText(/^Trying again in (9|10) s$/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(failed.start).toHaveBeenCalledOnce();
    rerender(picture(live({ phase: 'connecting', problem, wanted: true })));
    expect(screen.getByText('Trying again now…')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeInTheDocument();
    rerender(picture(failed, 'The printer is offline.'));
    expect(screen.queryByText(/^Trying again/)).not.toBeInTheDocument();
    expect(screen.getByText(/resumes by itself when the printer is back/)).toBeInTheDocument();
  });

  it('leaves the poster behind the video, and falls back to it', () => {
    const { rerender } = render(withPoster(live({ phase: 'live', wanted: true }), 1000));
    expect(screen.getByAltText('Snapshot')).toHaveAttribute('src', '/1000.jpg');
    rerender(withPoster(live({ phase: 'live', wanted: true }), 2000));
    expect(screen.getByAltText('Snapshot')).toHaveAttribute('src', '/2000.jpg');
    expect(screen.getByLabelText('Live picture of Workshop X1')).toBeInTheDocument();
    rerender(withPoster(live(), 2000));
    expect(screen.queryByLabelText('Live picture of Workshop X1')).not.toBeInTheDocument();
    expect(screen.getByAltText('Snapshot')).toHaveAttribute('src', '/2000.jpg');
    expect(document.querySelector('.picture-kept')).toBeNull();
  });

  it('says when part of the picture is lost', () => {
    const { rerender } = render(picture(live({ phase: 'live', lostPercent: 12 })));
    expect(screen.getByText('12% lost')).toBeInTheDocument();
    rerender(picture(live({ phase: 'live' })));
    expect(screen.queryByText(/lost/)).not.toBeInTheDocument();
  });

  it('says that a slow connection leaves pictures out, and that alone', () => {
    const { rerender } = render(picture(live({ phase: 'live', slow: true, lostPercent: 12 })));
    expect(screen.getByText('Slow connection: fewer pictures')).toBeInTheDocument();
    expect(screen.queryByText(/lost/)).not.toBeInTheDocument();
    rerender(picture(live({ phase: 'live' })));
    expect(screen.queryByText(/Slow connection/)).not.toBeInTheDocument();
  });

  it('presses its tools by their keys while it runs', async () => {
    const save = vi.fn();
    const tools = <button type="button" data-tool aria-keyshortcuts="c" onClick={save}>Save</button>;
    const { rerender } = render(<LivePicture camera="p1" name="X1" live={live({ phase: 'live' })} tools={tools} />);
    screen.getByRole('button', { name: 'Full screen: X1' }).focus();
    await userEvent.keyboard('c');
    await userEvent.keyboard('{Control>}c{/Control}');
    expect(save).toHaveBeenCalledOnce();
    rerender(<LivePicture camera="p1" name="X1" live={live()} tools={tools} />);
    expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument();
  });

  it('keeps the video unseen until its first picture', () => {
    render(picture(live({ phase: 'connecting', wanted: true })));
    expect(screen.getByLabelText('Live picture of Workshop X1')).toHaveAttribute('data-shown', 'false');
    expect(screen.getByText('No preview')).toBeInTheDocument();
  });

  it('says why it failed and tries again on request', async () => {
    const problem = { code: 'disabled', detail: 'Remote camera streaming is disabled' } as const;
    const state = live({ phase: 'error', problem, wanted: true });
    render(picture(state));
    expect(screen.getByRole('alert')).toHaveTextContent('Remote camera streaming is disabled');
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(state.start).toHaveBeenCalledOnce();
  });

  it('says why there is nothing to watch, and that it comes back by itself', () => {
    const { rerender } = render(picture(live(), 'Fuse offline'));
    expect(screen.getByText('Fuse offline')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Stream/ })).not.toBeInTheDocument();
    const problem = { code: 'offline', detail: 'Fuse offline' } as const;
    rerender(picture(live({ phase: 'error', problem, wanted: true }), 'Fuse offline'));
    expect(screen.getByText(/resumes by itself/)).toBeInTheDocument();
  });
});
