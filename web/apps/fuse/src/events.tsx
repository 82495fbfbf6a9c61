import { byPrinter, useEvents, usePacedEvents, type ChangeOf, type EventsLink } from '@gantry/ui';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { sessionQuery } from './session/session';
import { activationQuery, filesQuery, printersQuery, settingsQuery, statusQuery, transfersQuery, type FuseEvent, type PrinterView } from './api';

const Events = createContext<EventsLink>({ connected: false, lostAt: undefined, send: () => false });

export const useEventsLink = () => useContext(Events);

export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const take = usePacedEvents<FuseEvent>(
    (changes) => applyChanges(cache, changes),
    (event) => applyEvent(cache, event),
  );
  const link = useEvents<FuseEvent>('/api/events', take, true, () => {
    // Lost, or signed out: the gate must know which.
    void cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
  });
  return <Events value={link}>{children}</Events>;
}

/** What changed goes into the query cache, where every page reads it. */
export function applyEvent(cache: QueryClient, event: FuseEvent): void {
  switch (event.type) {
    case 'status':
      cache.setQueryData(statusQuery.queryKey, event.status);
      break;
    case 'activation':
      cache.setQueryData(activationQuery.queryKey, event.activation);
      break;
    case 'settings':
      cache.setQueryData(settingsQuery.queryKey, event.settings);
      break;
    case 'transfers':
      cache.setQueryData(transfersQuery.queryKey, { transfers: event.transfers });
      break;
    case 'files':
      void cache.invalidateQueries({ queryKey: filesQuery.queryKey });
      break;
    case 'printers':
      cache.setQueryData(printersQuery.queryKey, event.printers);
      break;
    case 'printer':
      applyChanges(cache, [event]);
      break;
  }
}

/** In their order, as one change of the list. */
export function applyChanges(cache: QueryClient, events: Array<ChangeOf<FuseEvent>>): void {
  const of = byPrinter(events);
  cache.setQueryData(printersQuery.queryKey, (all) => all?.map((view) => (of.get(view.printer.id) ?? []).reduce(changed, view)));
}

function changed(view: PrinterView, event: ChangeOf<FuseEvent>): PrinterView {
  return {
    ...view,
    status: event.status ?? view.status,
    state: { ...view.state, ...(event.changes as Partial<PrinterView['state']> | undefined) },
    camera: event.camera ?? view.camera,
  };
}
