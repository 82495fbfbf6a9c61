import { byPrinter, hear, useEvents, usePacedEvents, type EventsLink } from '@gantry/ui';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { sessionQuery } from './session/session';
import { activationQuery, filesQuery, printersQuery, settingsQuery, statusQuery, transfersQuery, type FuseEvent, type PrinterView } from './api';

const Events = createContext<EventsLink>({ connected: false, lostAt: undefined, send: () => false });

export const useEventsLink = () => useContext(Events);

export function EventsProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const paced = usePacedEvents<PrinterChange>((events) => applyChanges(cache, events));
  const take = (event: FuseEvent) => {
    if (event.type === 'printer') {
      hearChange(event);
      return paced.take(event);
    }
    // All of them anew: what was said before is in it.
    if (event.type === 'printers') paced.forget();
    return applyEvent(cache, event);
  };
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
      for (const { printer, state } of event.printers) hear(printer.id, state.last_report_at);
      cache.setQueryData(printersQuery.queryKey, event.printers);
      break;
    case 'printer':
      hearChange(event);
      applyChanges(cache, [event]);
      break;
  }
}

type PrinterChange = Extract<FuseEvent, { type: 'printer' }>;

/** When it comes, which may be long before it is shown. */
const hearChange = ({ id, changes }: PrinterChange): void => hear(id, (changes as Partial<PrinterView['state']> | undefined)?.last_report_at);

/** In their order, as one change of the list. */
export function applyChanges(cache: QueryClient, events: PrinterChange[]): void {
  const of = byPrinter(events);
  cache.setQueryData(printersQuery.queryKey, (all) => all?.map((view) => (of.get(view.printer.id) ?? []).reduce(changed, view)));
}

function changed(view: PrinterView, event: PrinterChange): PrinterView {
  return {
    ...view,
    status: event.status ?? view.status,
    state: { ...view.state, ...(event.changes as Partial<PrinterView['state']> | undefined) },
    camera: event.camera ?? view.camera,
  };
}
