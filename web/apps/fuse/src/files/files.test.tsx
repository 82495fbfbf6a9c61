import { renderPage } from '@gantry/ui/testing';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { filesQuery, type CachedFile } from '../api';
import { bytesText } from '../bytes';
import { applyEvent } from '../events';
import { FilesPage } from './FilesPage';

const file = (change: Partial<CachedFile> = {}): CachedFile => ({ id: 'f1', name: 'plate 1.3mf', bytes: 12_345_678, created_at: Date.now() - 125_000, in_use: false, ...change });
let sent: string[];
let files: CachedFile[];

beforeEach(() => {
  sent = [];
  files = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    sent.push(`${init.method} ${url}`);
    if (init.method === 'DELETE') return new Response(null, { status: 204 });
    if (url === '/api/transfers') return Response.json({ transfers: [] });
    return Response.json({ files, usage: { bytes: 0, limit_bytes: 10e9, files: files.length } });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open(all: CachedFile[]) {
  const page = renderPage(null);
  page.cache.setQueryData(filesQuery.queryKey, { files: all, usage: { bytes: 3_200_000_000, limit_bytes: 10_000_000_000, files: all.length } });
  const router = createRouter({ routeTree: createRootRoute({ component: FilesPage }), history: createMemoryHistory() });
  await router.load();
  page.rerender(<RouterProvider router={router as never} />);
  await screen.findByRole('heading', { name: 'Files' });
  return page;
}

describe('the Files page', () => {
  it('lists Filename, Size and Created', async () => {
    await open([file({ name: '"x" <img src=x onerror=alert(1)> 🦀.gcode' })]);
    for (const name of ['Filename', 'Size', 'Created']) expect(screen.getByRole('columnheader', { name })).toBeInTheDocument();
    expect(screen.getByRole('rowheader', { name: /<img src=x/ })).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: '12.3 MB' })).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: '2m ago' })).toBeInTheDocument();
    expect(screen.getByText(/of 10.0 GB used · 1 file/)).toBeInTheDocument();
    expect(screen.getByRole('meter', { name: 'Cache usage' })).toHaveAttribute('value', '0.32');
  });

  it('downloads under the name that its sender gave it', async () => {
    await open([file()]);
    const link = screen.getByRole('link', { name: 'Download plate 1.3mf' });
    expect(link).toHaveAttribute('href', '/api/files/f1/content');
    expect(link).toHaveAttribute('download', 'plate 1.3mf');
  });

  it('deletes after a question, and not what is in use', async () => {
    await open([file(), file({ id: 'f2', name: 'busy.3mf', in_use: true })]);
    expect(screen.getByRole('button', { name: 'Delete busy.3mf' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Delete plate 1.3mf' }));
    const dialog = await screen.findByRole('dialog', { name: 'Delete this file?' });
    expect(dialog).toHaveTextContent('plate 1.3mf');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(sent).toContain('DELETE /api/files/f1'));
  });

  it('says what the place is for while it is empty, and where its settings are', async () => {
    await open([]);
    expect(screen.getByRole('heading', { name: 'No cached files yet' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Cache settings' })).toHaveAttribute('href', '/settings#cache');
  });

  it('looks again when Fuse says that the cache has changed', async () => {
    const { cache } = await open([]);
    files = [file({ name: 'new.gcode' })];
    applyEvent(cache, { type: 'files' });
    expect(await screen.findByRole('rowheader', { name: /new.gcode/ })).toBeInTheDocument();
  });

  it('finds a file among many', async () => {
    await open(Array.from({ length: 9 }, (_, i) => file({ id: `f${i}`, name: `part ${i}.3mf` })));
    await userEvent.type(screen.getByRole('textbox', { name: 'Find a file' }), 'PART 7');
    expect(screen.getAllByRole('rowheader')).toHaveLength(1);
  });
});

it('tells sizes as disks do', () => {
  expect([999, 1000, 12_345_678, 999_960_000, 10e9, 2.5e12].map(bytesText)).toEqual(['999 B', '1.0 kB', '12.3 MB', '1.0 GB', '10.0 GB', '2.5 TB']);
});
