import { forgetFrames, useEvents, type EventsLink } from '@gantry/ui';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { mayWatch, printersQuery, sessionQuery, type PrinterView, type ServerEvent } from './api';
import { LiveHub } from './live/hub';

interface CloudLink extends EventsLink {
  hub: LiveHub;
}

export const CloudLinkContext = createContext<CloudLink>({ connected: false, lostAt: undefined, send: () => false, hub: new LiveHub() });
const keptSignedOut = new Set(['session', 'setup']);
export const useCloudLink = () => useContext(CloudLinkContext);

/** The socket lives as long as somebody is signed in. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [hub] = useState(() => new LiveHub());
  const link = useEvents<ServerEvent>(
    '/api/events',
    (event) => applyEvent(cache, hub, event),
    Boolean(session),
    () => {
      hub.closed();
      void cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  );
  hub.attach(link.connected, link.send);
  useEffect(() => {
    // What one person saw is not there for the next.
    if (session === null) cache.removeQueries({ predicate: ({ queryKey }) => !keptSignedOut.has(String(queryKey[0])) });
  }, [session, cache]);
  const watching = mayWatch(session);
  useEffect(() => {
    if (!watching) forgetFrames();
  }, [watching]);
  const value = useMemo(() => ({ ...link, hub }), [link, hub]);
  return <CloudLinkContext value={value}>{children}</CloudLinkContext>;
}

export function applyEvent(cache: QueryClient, hub: LiveHub, event: ServerEvent): void {
  switch (event.type) {
    case 'session':
      cache.setQueryData(sessionQuery.queryKey, event.session);
      break;
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
  }
}

function changed(view: PrinterView, event: Extract<ServerEvent, { type: 'printer' }>): PrinterView {
  return { ...view, status: event.status, camera: event.camera ?? view.camera, state: { ...view.state, ...(event.changes as Partial<PrinterView['state']>) } };
}
