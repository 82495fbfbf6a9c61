import { renderPage, stateOf } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { printersQuery, sessionQuery, type PrinterView, type Session } from './api';
import { EventsProvider } from './events';
import { routeTree } from './router';

export const owner: Session = {
  user: { id: 'u1', name: 'Ada', email: 'ada@example.com' },
  store: { id: 's1', name: 'Workshop', role: 'owner' },
  permissions: ['printer.view', 'printer.camera', 'store.settings', 'store.delete', 'user.view', 'user.manage', 'apikey.manage', 'audit.view'],
};

/** Who controls printers, and administers nothing. */
export const operator: Session = { ...owner, permissions: ['printer.view', 'printer.control', 'printer.camera'] };
export const viewer: Session = { ...owner, permissions: ['printer.view'] };

export const switches = { cameras: true, snapshots: true, remote_stream: true };

export function printer(name: string, change: Partial<PrinterView> = {}, camera: PrinterView['printer']['camera'] = 'rtsp'): PrinterView {
  return {
    printer: { id: name, name, model: 'X1 Carbon', serial: '1', driver: 'bambu', camera },
    fuse_id: 'f1',
    status: 'ready',
    state: stateOf(),
    camera: { snapshot_at: 0, switches },
    tags: [],
    ...change,
  };
}

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
    const value = typeof answer === 'function' ? await (answer as (body: unknown) => unknown)(body) : answer;
    if (value instanceof Response) return value.clone();
    return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
  });
  return sent;
}

/** For each test of a file: a server that has nothing to say. */
export function serveSilence(): void {
  beforeEach(() => void vi.stubGlobal('fetch', async (url: string) => (url.endsWith('/history') ? new Response(null, { status: 503 }) : Response.json({ needed: false }))));
  afterEach(() => void vi.unstubAllGlobals());
}

export const refusal = (status: number, code: string, detail: string) => Response.json({ type: 'about:blank', title: '', status, code, detail }, { status });

/** A server's events that never come. */
class SilentSocket extends EventTarget {
  static OPEN = 1;
  readyState = 0;
  close() {}
}

interface Opened {
  /** Those that the page knows; without them it asks. */
  printers?: PrinterView[];
  socket?: unknown;
}

/** The whole application at an address. */
export async function open(address: string, session: Session | null = owner, { printers, socket = SilentSocket }: Opened = {}) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [address] }) });
  const page = renderPage(null);
  page.cache.setQueryData(sessionQuery.queryKey, session);
  if (printers) page.cache.setQueryData(printersQuery.queryKey, printers);
  vi.stubGlobal('WebSocket', socket);
  await act(async () =>
    page.rerender(
      <EventsProvider>
        <RouterProvider router={router as never} />
      </EventsProvider>,
    ),
  );
  return { ...page, address: () => router.state.location.href };
}
