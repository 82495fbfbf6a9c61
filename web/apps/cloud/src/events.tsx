import { byPrinter, forgetFrames, useEvents, usePacedEvents, type ChangeOf, type EventsLink } from '@gantry/ui';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { mayWatch, printersQuery, sessionQuery, type PrinterView, type ServerEvent, type Session } from './api';
import { LiveHub } from './live/hub';
import { renewEveryMs, renewSession } from './session/renewal';

export interface CloudLink extends EventsLink {
  hub: LiveHub;
  /** Where the pictures are. */
  snapshots: (printer: string) => string;
  /** A screen on the wall: looks, and goes nowhere. */
  wall: boolean;
}

/** Of a page that somebody is signed in to. */
export const ofPeople = { snapshots: (printer: string) => `/api/printers/${encodeURIComponent(printer)}/snapshot.jpg`, wall: false };

export const CloudLinkContext = createContext<CloudLink>({ connected: false, lostAt: undefined, send: () => false, hub: new LiveHub(), ...ofPeople });
/** What belongs to no person and no store. */
const ofNobody = new Set(['session', 'setup', 'invitation', 'password help', 'server']);
export const useCloudLink = () => useContext(CloudLinkContext);

/** Why the server closed the socket: api/cloud.yaml. */
const signedOut = 4001;
const accessExpired = 4002;

/** How far this page has followed the stream of events: coming back, it gets what it missed. */
export class Place {
  private stream = '';
  private seq = 0;

  path = (): string => (this.stream ? `/api/events?stream=${this.stream}&after=${this.seq}` : '/api/events');

  /** True when it is another stream than the one before: the server, its database or the permissions have changed. */
  note(event: ServerEvent): boolean {
    const before = this.stream;
    if (event.type === 'session') this.stream = event.stream;
    else if (event.type === 'printers' || event.type === 'printer' || event.type === 'prints') this.seq = event.seq;
    return before !== '' && this.stream !== before;
  }
}

/** The socket lives as long as somebody is signed in and in a store. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [hub] = useState(() => new LiveHub());
  const [place] = useState(() => new Place());
  const take = usePaced(cache, hub);
  const link = useEvents<ServerEvent>(
    place.path,
    (event) => {
      if (place.note(event)) lookAgain(cache);
      take(event);
    },
    // A wall has a socket of its own.
    Boolean(session?.store) && window.location.pathname !== '/wall',
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
  const value = useMemo(() => ({ ...link, hub, ...ofPeople }), [link, hub]);
  return <CloudLinkContext value={value}>{children}</CloudLinkContext>;
}

export function usePaced(cache: QueryClient, hub: LiveHub, renew = keepSession): (event: ServerEvent) => void {
  return usePacedEvents<ServerEvent>(
    (changes) => applyChanges(cache, changes),
    (event) => applyEvent(cache, hub, event, renew),
  );
}

/** What is not told by itself is asked for again. */
function lookAgain(cache: QueryClient): void {
  void cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'printers' });
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

export function applyEvent(cache: QueryClient, hub: LiveHub, event: ServerEvent, renew: (cache: QueryClient) => unknown = keepSession): void {
  switch (event.type) {
    case 'session': {
      const couldWatch = mayWatch(cache.getQueryData(sessionQuery.queryKey));
      cache.setQueryData(sessionQuery.queryKey, event.session);
      // Pictures are given out by what the token claims, which a fresh one does.
      if (!couldWatch && mayWatch(event.session)) renew(cache);
      break;
    }
    case 'printers':
      cache.setQueryData(printersQuery.queryKey, event.printers);
      void cache.invalidateQueries({ queryKey: ['prints'] });
      break;
    case 'prints':
      void cache.invalidateQueries({ queryKey: ['prints', event.id] });
      break;
    case 'printer':
      applyChanges(cache, [event]);
      break;
    case 'tags':
      cache.setQueryData(printersQuery.queryKey, (all) => all?.map((view) => withTags(view, event.tags[view.printer.id])));
      break;
    case 'live.ready':
    case 'live.answer':
    case 'live.candidate':
    case 'live.quality':
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

export function applyChanges(cache: QueryClient, events: Array<ChangeOf<ServerEvent>>): void {
  const of = byPrinter(events);
  cache.setQueryData(printersQuery.queryKey, (all) => all?.map((view) => (of.get(view.printer.id) ?? []).reduce(changed, view)));
}

const withTags = (view: PrinterView, tags: string[] | undefined): PrinterView => (tags ? { ...view, tags } : view);

function changed(view: PrinterView, event: ChangeOf<ServerEvent>): PrinterView {
  return { ...view, status: event.status, camera: event.camera ?? view.camera, state: { ...view.state, ...(event.changes as Partial<PrinterView['state']>) } };
}
