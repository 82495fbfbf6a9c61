import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act } from '@testing-library/react';
import { vi } from 'vitest';
import { sessionQuery, type Session } from './api';
import { EventsProvider } from './events';
import { routeTree } from './router';

export const owner: Session = {
  user: { id: 'u1', name: 'Ada', email: 'ada@example.com' },
  store: { id: 's1', name: 'Workshop', role: 'owner' },
  permissions: ['printer.view', 'printer.camera', 'store.settings', 'store.delete', 'user.view', 'user.manage', 'apikey.manage', 'audit.view'],
};

type Answer = unknown | ((body: unknown) => unknown);
export interface Sent {
  call: string;
  body: unknown;
}

/** For tests: a server that answers as told, and what it was sent. A Response is given as it is. */
export function serve(answers: Record<string, Answer>): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const call = `${init.method ?? 'GET'} ${url}`;
    const body = init.body === undefined ? undefined : JSON.parse(String(init.body));
    sent.push({ call, body });
    const answer = answers[call] ?? answers[call.split('?')[0]!];
    const value = typeof answer === 'function' ? (answer as (body: unknown) => unknown)(body) : answer;
    if (value instanceof Response) return value.clone();
    return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
  });
  return sent;
}

export const refusal = (status: number, code: string, detail: string) => Response.json({ type: 'about:blank', title: '', status, code, detail }, { status });

/** A server's events that never come. */
class SilentSocket extends EventTarget {
  close() {}
}

/** The whole application at an address. */
export async function open(address: string, session: Session | null = owner, socket: unknown = SilentSocket) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [address] }) });
  const page = renderPage(null);
  page.cache.setQueryData(sessionQuery.queryKey, session);
  vi.stubGlobal('WebSocket', socket);
  await act(async () =>
    page.rerender(
      <EventsProvider>
        <RouterProvider router={router as never} />
      </EventsProvider>,
    ),
  );
  return page;
}
