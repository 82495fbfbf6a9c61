import { hear, useEvents, usePacedEvents, type EventsLink } from '@gantry/ui';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { sessionQuery } from './session/session';
import { activationQuery, filesQuery, printersQuery, settingsQuery, statusQuery, transfersQuery, type FuseEvent, type PrinterView } from './api';

const Events = createContext<EventsLink>({ connected: false, lostAt: undefined, send: () => false });

export const useEventsLink = () => useContext(Events);

export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const paced = usePacedEvents<FuseEvent>((events) => applyEvents(cache, events));
  const link = useEvents<FuseEvent>('/api/events', (event) => paced.take(event), true, () => {
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
      for (const { printer, state } of event.printers) hear(printer.id, state.last_report_at);
      cache.setQueryData(printersQuery.queryKey, event.printers);
      break;
    case 'printer':
      applyPrinters(cache, [event]);
      break;
  }
}

/** In their order; those of printers that come together are one change of the list. */
export function applyEvents(cache: QueryClient, events: FuseEvent[]): void {
  let together: PrinterEvent[] = [];
  const flush = () => {
    if (together.length > 0) applyPrinters(cache, together);
    together = [];
  };
  for (const event of events) {
    if (event.type === 'printer') {
      together.push(event);
    } else {
      flush();
      applyEvent(cache, event);
    }
  }
  flush();
}

type PrinterEvent = Extract<FuseEvent, { type: 'printer' }>;

function applyPrinters(cache: QueryClient, events: PrinterEvent[]): void {
  for (const { id, changes } of events) hear(id, (changes as Partial<PrinterView['state']> | undefined)?.last_report_at);
  const ids = new Set(events.map(({ id }) => id));
  const newest = (view: PrinterView) => events.filter(({ id }) => id === view.printer.id).reduce(changed, view);
  cache.setQueryData(printersQuery.queryKey, (all) => all?.map((view) => (ids.has(view.printer.id) ? newest(view) : view)));
}

function changed(view: PrinterView, event: PrinterEvent): PrinterView {
  return {
    ...view,
    status: event.status ?? view.status,
    state: { ...view.state, ...(event.changes as Partial<PrinterView['state']> | undefined) },
    camera: event.camera ?? view.camera,
  };
}
