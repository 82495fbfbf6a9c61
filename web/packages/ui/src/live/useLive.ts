import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { PauseUnseen } from './pauseUnseen';
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

export function useLive(options: LiveOptions): Live {
  const { open, policy = 'all', available, reason = 'The camera cannot be reached.' } = options;
  const [session] = useState(() => new LiveSession(open, policy));
  const view = useSyncExternalStore(session.subscribe, () => session.view);
  const [unseen] = useState(() => new PauseUnseen(session));
  useEffect(() => session.use(open, policy), [open, policy, session]);
  useEffect(() => {
    if (!available) return session.doubt({ code: 'offline', detail: reason });
    session.available();
    return undefined;
  }, [available, reason, session]);
  useEffect(() => () => session.stop(), [session]);

  const wanted = session.wanted;
  useEffect(() => unseen.want(wanted), [unseen, wanted]);
  // The same object as long as nothing has changed, for whoever draws only then.
  return useMemo(
    () => ({ ...view, wanted, start: session.start, stop: session.stop, frame: session.frame, observe: unseen.observe }),
    [view, wanted, session, unseen],
  );
}
