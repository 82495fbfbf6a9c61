import { PageKeys } from '@gantry/ui';
import { renderPage, stateOf } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect } from 'vitest';
import { printersQuery, type PrinterView } from '../api';
import { searchOf } from './list/view';
import { PrintersPage } from './PrintersPage';

/** A printer that is connected and does nothing. */
export function viewOf({ printer, ...change }: Partial<Omit<PrinterView, 'printer'>> & { printer?: Partial<PrinterView['printer']> } = {}): PrinterView {
  return {
    printer: { id: 'p1', name: 'Workshop X1', model: 'X1 Carbon', serial: '00M09C000000001', driver: 'bambu', camera: 'rtsp', ...printer },
    address: '192.168.0.30',
    stored_secrets: ['access_code'],
    status: 'ready',
    state: stateOf({ reconnects: 3, connected_at: 1, last_report_at: 1 }),
    camera: { state: 'closed', viewers: 0 },
    ...change,
  };
}

/** For tests: the Printers page with these printers, at an address of its own. */
export async function openPrinters(all: PrinterView[], address = '/printers') {
  const root = createRootRoute();
  const printers = createRoute({ getParentRoute: () => root, path: '/printers', validateSearch: searchOf, component: PrintersPage });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([printers]), history });
  const page = renderPage(null);
  page.cache.setQueryData(printersQuery.queryKey, all);
  await act(async () => page.rerender(<PageKeys><RouterProvider router={router as never} /></PageKeys>));
  await screen.findByRole('heading', { name: 'Printers' });
  // Drawn again when the router has settled, which would close what was opened meanwhile.
  await waitFor(() => expect(router.state).toMatchObject({ status: 'idle', isLoading: false, resolvedLocation: { pathname: '/printers' } }));
  return { ...page, address: () => router.state.location.href };
}

/** All at once, as from the clipboard: what is asked meanwhile does not depend on how fast somebody types. */
export async function fill(field: HTMLElement, text: string) {
  await userEvent.clear(field);
  await userEvent.click(field);
  await userEvent.paste(text);
}

export async function openPhysical() {
  await userEvent.click(screen.getByRole('button', { name: 'Add Manually' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Physical Printer' }));
}
