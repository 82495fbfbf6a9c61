import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { LiveSession, type LiveView } from './session';
import type { OpenSignalling } from './signalling';

export interface LiveOptions {
  open: OpenSignalling;
  /** 'relay' = only through TURN; for tests and for networks that are known to block the rest. */
  policy?: RTCIceTransportPolicy;
  /** Whether the camera can be reached at all; when it becomes true again, watching resumes by itself. */
  available: boolean;
  /** Why it cannot, for a picture that stands still meanwhile. */
  reason?: string;
}

export interface Live extends LiveView {
  wanted: boolean;
  start: () => void;
  stop: () => void;
  frame: () => void;
  /** Give it the element whose visibility decides whether video runs. */
  observe: (element: HTMLElement | null) => void;
}

const hiddenMs = 4000;
const offScreenMs = 1500;

export function useLive(options: LiveOptions): Live {
  const { open, policy = 'all', available, reason = 'The camera cannot be reached.' } = options;
  const [session] = useState(() => new LiveSession(open, policy));
  const view = useSyncExternalStore(session.subscribe, () => session.view);
  const [element, observe] = useState<HTMLElement | null>(null);
  useEffect(() => session.use(open, policy), [open, policy, session]);
  useEffect(() => {
    if (!available) return session.doubt({ code: 'offline', detail: reason });
    session.available();
    return undefined;
  }, [available, reason, session]);
  useEffect(() => () => session.stop(), [session]);

  const wanted = session.wanted;
  usePauseUnseen(wanted ? element : null, session);
  // The same object as long as nothing has changed, for whoever draws only then.
  return useMemo(
    () => ({ ...view, wanted, start: session.start, stop: session.stop, frame: session.frame, observe }),
    [view, wanted, session],
  );
}

/** Its video is in a window of its own, which is seen wherever the page is. */
const floats = (element: HTMLElement): boolean => element.contains(document.pictureInPictureElement ?? null) && Boolean(document.pictureInPictureElement);

/** Nobody sees it, so nobody pays for it: pauses after a moment out of sight, resumes at once. */
function usePauseUnseen(element: HTMLElement | null, session: LiveSession): void {
  useEffect(() => {
    if (!element) return undefined;
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
  }, [element, session]);
}
