import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';

export interface EventsLink {
  connected: boolean;
  /** When the connection was lost; undefined while connected or before the first one. */
  lostAt: number | undefined;
  /** False when not connected: the message is not kept. */
  send: (message: unknown) => boolean;
}

const firstDelayMs = 500;
const longestDelayMs = 10_000;
/** An attempt that neither opens nor fails in this time is given up. */
const openLimitMs = 8000;

/** Waits between attempts: full jitter, so that a hundred pages do not come back in the same moment. */
export function reconnectDelay(attempt: number, random = Math.random()): number {
  return firstDelayMs / 2 + random * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
}

/** A WebSocket of JSON messages that comes back by itself; a path that is a function is asked at each attempt, and is
    the same function always. Owned by the application's frame, one per page. */
export function useEvents<Message>(
  path: string | (() => string),
  onMessage: (message: Message) => void,
  enabled = true,
  onClosed?: (code: number) => void,
): EventsLink {
  const received = useEffectEvent(onMessage);
  const closed = useEffectEvent((code: number) => onClosed?.(code));
  const socket = useRef<WebSocket | undefined>(undefined);
  const [connected, setConnected] = useState(false);
  const [lostAt, setLostAt] = useState<number>();

  useEffect(() => {
    if (!enabled) return undefined;
    let attempt = 0;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
      clearTimeout(timer);
      const current = new WebSocket(new URL(typeof path === 'string' ? path : path(), window.location.href.replace(/^http/, 'ws')));
      socket.current = current;
      timer = setTimeout(() => current.close(), openLimitMs);
      current.addEventListener('open', () => {
        clearTimeout(timer);
        attempt = 0;
        setConnected(true);
        setLostAt(undefined);
      });
      current.addEventListener('message', ({ data }) => {
        if (!over) received(JSON.parse(String(data)) as Message);
      });
      current.addEventListener('close', ({ code }) => {
        if (over || socket.current !== current) return;
        clearTimeout(timer);
        socket.current = undefined;
        setConnected(false);
        setLostAt((before) => before ?? Date.now());
        closed(code);
        timer = setTimeout(connect, reconnectDelay((attempt += 1)));
      });
    };
    const hurry = () => socket.current ?? connect();
    connect();
    window.addEventListener('online', hurry);
    return () => {
      over = true;
      clearTimeout(timer);
      window.removeEventListener('online', hurry);
      socket.current?.close();
      socket.current = undefined;
      setConnected(false);
      setLostAt(undefined);
    };
  }, [path, enabled]);

  return useMemo(
    () => ({
      connected,
      lostAt,
      send: (message: unknown) => {
        if (socket.current?.readyState !== WebSocket.OPEN) return false;
        socket.current.send(JSON.stringify(message));
        return true;
      },
    }),
    [connected, lostAt],
  );
}
