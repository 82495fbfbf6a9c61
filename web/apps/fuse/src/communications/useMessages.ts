import { useEvents } from '@gantry/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommunicationsEvent, Direction, Message } from './types';

/** As many as Fuse keeps of a printer. */
const most = 2000;

export interface Filter {
  directions: readonly Direction[];
  search: string;
}

export interface Messages {
  /** Oldest first; undefined until the first answer. */
  shown: Message[] | undefined;
  /** So many came since the page was paused. */
  waiting: number;
  connected: boolean;
  /** Older ones that Fuse no longer keeps. */
  dropped: number;
}

export function socketPath(id: string, { directions, search }: Filter): string {
  const query = new URLSearchParams({ direction: directions.join(',') });
  if (search) query.set('search', search);
  return `/api/printers/${encodeURIComponent(id)}/communications/live?${query.toString()}`;
}

/** Follows the messages of a printer while it is mounted. Many at once are shown at once: one drawing per frame. */
export function useMessages(id: string, filter: Filter, paused: boolean): Messages {
  const newest = useRef<Message[] | undefined>(undefined);
  const frame = useRef(0);
  const [all, setAll] = useState<Message[]>();
  const [frozen, setFrozen] = useState<Message[]>();
  const [dropped, setDropped] = useState(0);

  const draw = useCallback(() => {
    if (frame.current) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      setAll(newest.current);
    });
  }, []);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const path = socketPath(id, filter);
  const greeted = useRef('');
  const { connected } = useEvents<CommunicationsEvent>(path, (event) => {
    if (event.type === 'messages') {
      newest.current = event.messages;
      setDropped(event.kept.dropped);
      // Another filter is asked for while paused too; a connection that comes back leaves what stands still.
      if (greeted.current !== path) setFrozen((before) => before && event.messages);
      greeted.current = path;
    } else if (event.type === 'cleared') {
      newest.current = [];
      setDropped(0);
      setFrozen((before) => before && []);
    } else {
      newest.current = [...(newest.current ?? []), event.message].slice(-most);
    }
    draw();
  });

  if (paused !== Boolean(frozen)) setFrozen(paused ? (all ?? []) : undefined);
  const last = frozen?.at(-1)?.number ?? 0;
  const waiting = frozen ? (all ?? []).filter(({ number }) => number > last).length : 0;
  return { shown: frozen ?? all, waiting, connected, dropped };
}
