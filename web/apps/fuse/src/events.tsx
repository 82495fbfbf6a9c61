import { useEvents, type EventsLink } from '@gantry/ui';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { sessionQuery } from './session/session';
import { activationQuery, printersQuery, settingsQuery, statusQuery, type FuseEvent, type PrinterView } from './api';

const Events = createContext<EventsLink>({ connected: false, lostAt: undefined, send: () => false });

export const useEventsLink = () => useContext(Events);

export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const link = useEvents<FuseEvent>('/api/events', (event) => applyEvent(cache, event), true, () => {
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
    case 'printers':
      cache.setQueryData(printersQuery.queryKey, event.printers);
      break;
    case 'printer':
      cache.setQueryData(printersQuery.queryKey, (all) =>
        all?.map((view) => (view.printer.id === event.id ? changed(view, event) : view)),
      );
      break;
  }
}

function changed(view: PrinterView, event: Extract<FuseEvent, { type: 'printer' }>): PrinterView {
  return {
    ...view,
    status: event.status ?? view.status,
    state: { ...view.state, ...(event.changes as Partial<PrinterView['state']> | undefined) },
    camera: event.camera ?? view.camera,
  };
}
