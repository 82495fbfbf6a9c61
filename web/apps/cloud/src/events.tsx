import { forgetFrames, useEvents, type EventsLink } from '@gantry/ui';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { mayWatch, printersQuery, sessionQuery, type PrinterView, type ServerEvent, type Session } from './api';
import { LiveHub } from './live/hub';
import { renewEveryMs, renewSession } from './session/renewal';

interface CloudLink extends EventsLink {
  hub: LiveHub;
}

export const CloudLinkContext = createContext<CloudLink>({ connected: false, lostAt: undefined, send: () => false, hub: new LiveHub() });
/** What belongs to no person and no store. */
const ofNobody = new Set(['session', 'setup', 'invitation', 'password help']);
export const useCloudLink = () => useContext(CloudLinkContext);

/** Why the server closed the socket: api/cloud.yaml. */
const signedOut = 4001;
const accessExpired = 4002;

/** The socket lives as long as somebody is signed in and in a store. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [hub] = useState(() => new LiveHub());
  const link = useEvents<ServerEvent>(
    '/api/events',
    (event) => applyEvent(cache, hub, event),
    Boolean(session?.store),
    (code) => {
      hub.closed();
      if (code === accessExpired) void keepSession(cache);
      else if (code === signedOut) cache.setQueryData(sessionQuery.queryKey, null);
      else void cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  );
  hub.attach(link.connected, link.send);
  useForgetting(cache, session);
  useRenewing(cache, Boolean(session));
  const watching = mayWatch(session);
  useEffect(() => {
    if (!watching) forgetFrames();
  }, [watching]);
  const value = useMemo(() => ({ ...link, hub }), [link, hub]);
  return <CloudLinkContext value={value}>{children}</CloudLinkContext>;
}

async function keepSession(cache: QueryClient): Promise<void> {
  const session = await renewSession().catch(() => undefined);
  if (session !== undefined) cache.setQueryData(sessionQuery.queryKey, session);
}

function useRenewing(cache: QueryClient, signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return undefined;
    const timer = setInterval(() => void keepSession(cache), renewEveryMs);
    return () => clearInterval(timer);
  }, [cache, signedIn]);
}

/** What one person saw, or saw of one store, is not there for the next. */
function useForgetting(cache: QueryClient, session: Session | null | undefined): void {
  const whose = session && `${session.user.id} ${session.store?.id ?? ''}`;
  const before = useRef(whose);
  useEffect(() => {
    const was = before.current;
    before.current = whose;
    const others = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => !ofNobody.has(String(queryKey[0])) };
    if (!was || whose === was) return;
    if (whose === null) cache.removeQueries(others);
    else void cache.resetQueries(others);
  }, [whose, cache]);
}

export function applyEvent(cache: QueryClient, hub: LiveHub, event: ServerEvent): void {
  switch (event.type) {
    case 'session': {
      const couldWatch = mayWatch(cache.getQueryData(sessionQuery.queryKey));
      cache.setQueryData(sessionQuery.queryKey, event.session);
      // Pictures are given out by what the token claims, which a fresh one does.
      if (!couldWatch && mayWatch(event.session)) void keepSession(cache);
      break;
    }
    case 'printers':
      cache.setQueryData(printersQuery.queryKey, event.printers);
      break;
    case 'printer':
      cache.setQueryData(printersQuery.queryKey, (all) =>
        all?.map((view) => (view.printer.id === event.id ? changed(view, event) : view)),
      );
      break;
    case 'live.ready':
    case 'live.answer':
    case 'live.candidate':
    case 'live.ended':
      hub.receive(event);
      break;
    case 'check.ready':
    case 'check.report':
    case 'check.ended':
      hub.checks.receive(event);
      break;
  }
}

function changed(view: PrinterView, event: Extract<ServerEvent, { type: 'printer' }>): PrinterView {
  return { ...view, status: event.status, camera: event.camera ?? view.camera, state: { ...view.state, ...(event.changes as Partial<PrinterView['state']>) } };
}
