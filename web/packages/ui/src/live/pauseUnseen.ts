import type { LiveSession } from './session';

const hiddenMs = 4000;
const offScreenMs = 1500;

/**
 * Nobody sees it, so nobody pays for it: a video that is wanted pauses a moment after it went out of sight, and goes on at
 * once when it is back. Owned by useLive; no state of React, since each tile of hundreds would be drawn twice for it.
 */
export class PauseUnseen {
  readonly #session: LiveSession;
  #element: HTMLElement | null = null;
  #wanted = false;
  #watched: HTMLElement | null = null;
  #end = () => {};

  constructor(session: LiveSession) {
    this.#session = session;
  }

  observe = (element: HTMLElement | null) => {
    this.#element = element;
    this.#follow();
  };

  want(wanted: boolean): void {
    this.#wanted = wanted;
    this.#follow();
  }

  #follow(): void {
    const element = this.#wanted ? this.#element : null;
    if (element === this.#watched) return;
    this.#end();
    this.#watched = element;
    this.#end = element ? watch(element, this.#session) : () => {};
  }
}

/** Its video is in a window of its own, which is seen wherever the page is. */
const floats = (element: HTMLElement): boolean => element.contains(document.pictureInPictureElement ?? null) && Boolean(document.pictureInPictureElement);

function watch(element: HTMLElement, session: LiveSession): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onScreen = true;
  const update = () => {
    clearTimeout(timer);
    if (floats(element) || (onScreen && !document.hidden)) session.resume();
    else timer = setTimeout(session.pause, document.hidden ? hiddenMs : offScreenMs);
  };
  const observer =
    'IntersectionObserver' in window
      ? new IntersectionObserver((entries) => {
          onScreen = entries.at(-1)?.isIntersecting ?? true;
          update();
        })
      : undefined;
  observer?.observe(element);
  document.addEventListener('visibilitychange', update);
  // Neither bubbles further than the video, but both pass here.
  element.addEventListener('enterpictureinpicture', update, true);
  element.addEventListener('leavepictureinpicture', update, true);
  return () => {
    clearTimeout(timer);
    observer?.disconnect();
    document.removeEventListener('visibilitychange', update);
    // Who starts it the next time is looking at it.
    if (!session.wanted) session.resume();
    element.removeEventListener('enterpictureinpicture', update, true);
    element.removeEventListener('leavepictureinpicture', update, true);
  };
}
