import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { LivePicture } from './LivePicture';
import type { Live } from './useLive';

function live(change: Partial<Live> = {}): Live {
  return {
    phase: 'idle',
    stream: undefined,
    connected: false,
    problem: undefined,
    firstFrameMs: undefined,
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

describe('LivePicture', () => {
  it('offers to stream and shows the placeholder without a picture', async () => {
    const state = live();
    render(picture(state));
    expect(screen.getByText('No preview')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Stream Workshop X1' }));
    expect(state.start).toHaveBeenCalledOnce();
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
