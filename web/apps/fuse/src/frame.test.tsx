import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { activationQuery, printersQuery, statusQuery } from './api';
// Loaded before a test's clock runs; the page does it when it is asked for.
import './palette/Palette';
import { viewOf } from './printers/testing';
import { routeTree } from './router';

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json({})));
afterEach(() => vi.unstubAllGlobals());

async function open() {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/'] }) });
  const page = renderPage(null);
  page.cache.setQueryData(activationQuery.queryKey, { state: 'activated' });
  page.cache.setQueryData(printersQuery.queryKey, ['Alpha', 'Beta'].map((name) => viewOf({ printer: { id: name, name } })));
  page.cache.setQueryData(statusQuery.queryKey, {
    version: '0.1.0', host_name: 'workshop', printers_connected: 2, printers_total: 2,
    cloud: { state: 'connected', url: 'http://cloud.example', store_name: 'Workshop' }, events: [],
  });
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  return router;
}

it('the navigation at the top leads to every page and says which one is open', async () => {
  await open();
  const pages = within(await screen.findByRole('navigation', { name: 'Pages' }));
  const links = pages.getAllByRole('link');
  expect(links.map((link) => link.textContent)).toEqual(['Status', 'Printers', 'Files', 'Camera Activity', 'Settings']);
  expect(pages.getByRole('link', { name: 'Status' })).toHaveAttribute('aria-current', 'page');
  await userEvent.click(pages.getByRole('link', { name: 'Printers' }));
  expect(await screen.findByRole('heading', { name: 'Printers' })).toBeInTheDocument();
  expect(pages.getByRole('link', { name: 'Printers' })).toHaveAttribute('aria-current', 'page');
});

it('the palette leads to a printer, whose keys work at once, and adds one', async () => {
  const router = await open();
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('combobox', { name: 'Printer, page or action' }), 'beta{Enter}');
  await waitFor(() => expect(router.state.location.href).toBe('/printers?q=Beta'));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Camera of Beta' })).toHaveFocus());
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('combobox', { name: 'Printer, page or action' }), 'add man{Enter}');
  expect(await screen.findByRole('menuitem', { name: 'Physical Printer' })).toBeInTheDocument();
});
