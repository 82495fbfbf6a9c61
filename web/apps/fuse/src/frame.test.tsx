import { renderPage } from '@gantry/ui/testing';
import { RouterProvider, createMemoryHistory, createRouter } from '@tanstack/react-router';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { activationQuery, printersQuery, statusQuery } from './api';
import { routeTree } from './router';

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json({})));
afterEach(() => vi.unstubAllGlobals());

it('the navigation at the top leads to every page and says which one is open', async () => {
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/'] }) });
  const page = renderPage(null);
  page.cache.setQueryData(activationQuery.queryKey, { state: 'activated' });
  page.cache.setQueryData(printersQuery.queryKey, []);
  page.cache.setQueryData(statusQuery.queryKey, {
    version: '0.1.0', host_name: 'workshop', printers_connected: 0, printers_total: 0,
    cloud: { state: 'connected', url: 'http://cloud.example', store_name: 'Workshop' }, events: [],
  });
  await act(async () => page.rerender(<RouterProvider router={router as never} />));
  const pages = within(await screen.findByRole('navigation', { name: 'Pages' }));
  const links = pages.getAllByRole('link');
  expect(links.map((link) => link.textContent)).toEqual(['Status', 'Printers', 'Files', 'Camera Activity', 'Settings']);
  expect(pages.getByRole('link', { name: 'Status' })).toHaveAttribute('aria-current', 'page');
  await userEvent.click(pages.getByRole('link', { name: 'Printers' }));
  expect(await screen.findByRole('heading', { name: 'Printers' })).toBeInTheDocument();
  expect(pages.getByRole('link', { name: 'Printers' })).toHaveAttribute('aria-current', 'page');
});
