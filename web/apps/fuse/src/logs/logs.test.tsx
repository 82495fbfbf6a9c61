import { renderPage } from '@gantry/ui/testing';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLine } from '../api';
import { matching } from './filter';
import { LogsPage } from './LogsPage';

const line = (number: number, text: string, level: LogLine['level'] = 'info', area = 'fuse.gateway'): LogLine => ({ number, at: 1_700_000_000_000 + number, level, area, text });
let log: LogLine[];
let asked: string[];

beforeEach(() => {
  asked = [];
  log = [line(1, 'connected to the store'), line(2, 'the upload failed: disk full', 'error', 'fuse.jobs'), line(3, '<b>not bold</b>', 'warning')];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const after = Number(new URL(url, 'http://fuse').searchParams.get('after'));
    return Response.json({ newest: log.at(-1)?.number ?? 0, lines: log.filter(({ number }) => number > after) });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  const router = createRouter({ routeTree: createRootRoute({ component: LogsPage }), history: createMemoryHistory() });
  await router.load();
  renderPage(<RouterProvider router={router as never} />);
  await screen.findByText('connected to the store');
}

describe('the Logs page', () => {
  it('shows new lines by themselves until it is paused', async () => {
    await open();
    expect(screen.getByText('<b>not bold</b>')).toBeInTheDocument();
    log.push(line(4, 'one more'));
    expect(await screen.findByText('one more', {}, { timeout: 3000 })).toBeInTheDocument();
    expect(asked).toContain('/api/logs?after=3');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    log.push(line(5, 'unseen'));
    const before = asked.length;
    await new Promise((done) => setTimeout(done, 1300));
    expect(asked.length).toBe(before);
    await userEvent.click(screen.getByRole('button', { name: 'Follow' }));
    expect(await screen.findByText('unseen')).toBeInTheDocument();
  });

  it('filters by level and words', async () => {
    await open();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Level' }), 'warning');
    expect(screen.queryByText('connected to the store')).not.toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter' }), 'JOBS full');
    expect(screen.getByText('the upload failed: disk full')).toBeInTheDocument();
    expect(screen.queryByText('<b>not bold</b>')).not.toBeInTheDocument();
    expect(screen.getByText('1 of 3 lines')).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Filter' }), ' nothing');
    expect(screen.getByRole('heading', { name: 'No line fits the filter' })).toBeInTheDocument();
  });

  it('offers the whole log as a file', async () => {
    await open();
    expect(screen.getByRole('link', { name: 'Download' })).toHaveAttribute('href', '/api/logs/download');
  });

  it('goes on after Fuse was started anew', async () => {
    await open();
    log = [{ ...line(1, 'begun again'), at: 1_700_000_100_000 }];
    expect(await screen.findByText('begun again', {}, { timeout: 3000 })).toBeInTheDocument();
  });

  it('says why it has nothing to show', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('refused');
    });
    const router = createRouter({ routeTree: createRootRoute({ component: LogsPage }), history: createMemoryHistory() });
    await router.load();
    renderPage(<RouterProvider router={router as never} />);
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('Fuse does not answer'));
  });
});

it('keeps lines at or above the level that have every word', () => {
  const all = [line(1, 'a b', 'debug'), line(2, 'a', 'info'), line(3, 'B a', 'error')];
  expect(matching(all, 'debug', 'a B').map(({ number }) => number)).toEqual([1, 3]);
  expect(matching(all, 'info', '').map(({ number }) => number)).toEqual([2, 3]);
});
