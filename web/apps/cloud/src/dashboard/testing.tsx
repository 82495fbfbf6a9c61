import { renderPage, stateOf } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { printersQuery, sessionQuery, type PrinterView, type Session } from '../api';
import { routeTree } from '../router';

export const owner: Session = {
  user: { id: 'u1', name: 'Ada', email: 'ada@example.com' },
  store: { id: 's1', name: 'Workshop', role: 'owner' },
  permissions: ['printer.view', 'printer.control', 'printer.camera'],
};
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

/** For each test of a file: a server that has nothing to say. */
export function serveSilence(): void {
  beforeEach(() => void vi.stubGlobal('fetch', async (url: string) => (url.endsWith('/history') ? new Response(null, { status: 503 }) : Response.json({ needed: false }))));
  afterEach(() => void vi.unstubAllGlobals());
}

/** The page at this address for this person, with these printers. */
export async function open(address: string, session: Session, printers: PrinterView[]) {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [address] }) });
  const page = renderPage(null);
  page.cache.setQueryData(sessionQuery.queryKey, session);
  page.cache.setQueryData(printersQuery.queryKey, printers);
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  return { ...page, address: () => router.state.location.href };
}
