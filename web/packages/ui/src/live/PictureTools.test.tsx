import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PictureTools, type Lamp } from './PictureTools';

const lampOf = (on: boolean): Lamp => ({ on, busy: false, toggle: vi.fn() });

/** What a camera of 16 by 9 points sees, each of this brightness. */
function see(brightness: number) {
  const data = new Uint8ClampedArray(16 * 9 * 4).fill(brightness);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ drawImage: () => {}, getImageData: () => ({ data }) } as never);
}

const begun = (video: HTMLVideoElement | null) => void (video && Object.defineProperty(video, 'videoWidth', { value: 1280, configurable: true }));

/** In a picture, with a video that has begun. */
function show(lamp: Lamp | undefined, phase: 'live' | 'connecting' = 'live') {
  return render(
    <div className="picture">
      <video ref={begun} muted />
      <PictureTools name="X1" phase={phase} lamp={lamp} />
    </div>,
  );
}

beforeEach(() => see(120));
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(document, 'pictureInPictureEnabled');
});

describe('the tools of a picture', () => {
  it('offer the light by that name when the picture is dark', async () => {
    see(9);
    const lamp = lampOf(false);
    show(lamp);
    const light = screen.getByRole('button', { name: 'Light on: X1' });
    expect(light).toHaveTextContent('Light on');
    expect(screen.getByRole('group')).toHaveAttribute('data-dark');
    await userEvent.click(light);
    expect(lamp.toggle).toHaveBeenCalledOnce();
  });

  it.each([
    ['a bright picture', 120, false],
    ['a dark one whose light is on', 9, true],
  ])('say nothing of the kind of %s', (_, brightness, on) => {
    see(brightness);
    show(lampOf(on));
    expect(screen.getByRole('button', { name: 'Light of X1' })).toHaveTextContent('');
    expect(screen.getByRole('group')).not.toHaveAttribute('data-dark');
  });

  it('look at the picture only while its light is off', () => {
    const looks = vi.spyOn(HTMLCanvasElement.prototype, 'getContext');
    show(lampOf(true));
    show(undefined);
    show(lampOf(false), 'connecting');
    expect(looks).not.toHaveBeenCalled();
    show(lampOf(false));
    expect(looks).toHaveBeenCalled();
  });

  it('say in words why the light did not switch', () => {
    show({ ...lampOf(false), problem: 'the printer refuses: Developer Mode is off' });
    expect(screen.getByRole('alert')).toHaveTextContent('The printer refuses: Developer Mode is off');
  });

  it('have no light for those who may not switch it', () => {
    show(undefined);
    expect(screen.queryByRole('button', { name: /Light/ })).not.toBeInTheDocument();
  });

  it('put the picture into a window of its own, where the browser can', async () => {
    Object.defineProperty(document, 'pictureInPictureEnabled', { value: true, configurable: true });
    const floats = vi.fn(() => Promise.resolve());
    Object.assign(HTMLVideoElement.prototype, { requestPictureInPicture: floats });
    show(undefined);
    await userEvent.click(screen.getByRole('button', { name: 'Picture in picture: X1' }));
    expect(floats).toHaveBeenCalledOnce();
    Reflect.deleteProperty(HTMLVideoElement.prototype, 'requestPictureInPicture');
  });

  it('enlarge the picture, also before it has come; the others wait for it', async () => {
    const whole = vi.fn(() => Promise.resolve());
    Object.assign(HTMLElement.prototype, { requestFullscreen: whole });
    show(undefined, 'connecting');
    await userEvent.click(screen.getByRole('button', { name: 'Enlarge X1' }));
    expect(whole).toHaveBeenCalledOnce();
    expect(screen.queryByRole('button', { name: /Save frame/ })).not.toBeInTheDocument();
    Reflect.deleteProperty(HTMLElement.prototype, 'requestFullscreen');
  });
});
