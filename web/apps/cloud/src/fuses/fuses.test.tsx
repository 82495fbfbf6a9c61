import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionQuery, type FuseHost } from '../api';
import { open, owner, serve } from '../testing';

const hall: FuseHost = { id: 'f1', name: 'Hall 2', host_name: 'raspi', software: 'gantry-fuse 0.1.0', online: true, last_seen_at: Date.now() - 120_000, printers: 3 };
const attic: FuseHost = { ...hall, id: 'f2', name: 'attic', host_name: 'attic', online: false, printers: 1 };
const person = { ...owner, permissions: [...owner.permissions, 'fuse.view' as const, 'fuse.manage' as const] };

afterEach(() => vi.unstubAllGlobals());

describe('the Fuses page', () => {
  it('says of each what it is, its version and when it was there', async () => {
    serve({ 'GET /api/fuses': [hall, attic] });
    await open('/fuses', person);
    const [first, second] = await screen.findAllByRole('listitem').then((items) => items.filter((item) => item.textContent?.includes('version')));
    expect(first).toHaveTextContent('Hall 2raspi · 3 printers · version 0.1.0 · connected since 2m ago ConnectedRenameRevoke');
    expect(second).toHaveTextContent('attic1 printer · version 0.1.0 · last seen 2m ago OfflineRenameRevoke');
  });

  it.each([['Hall 3', 'Hall 3'], ['raspi', '']])('renames one to %s', async (typed, name) => {
    const sent = serve({ 'GET /api/fuses': [hall] });
    await open('/fuses', person);
    await userEvent.click(await screen.findByRole('button', { name: 'Rename Hall 2' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Rename Hall 2' }));
    const field = await dialog.findByLabelText(/^Name/);
    await userEvent.clear(field);
    await userEvent.type(field, typed);
    await userEvent.click(dialog.getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'PATCH /api/fuses/f1', body: { name } }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('shows no Fuse any more to whoever may not see them now', async () => {
    serve({ 'GET /api/fuses': [hall] });
    const { cache } = await open('/fuses', person);
    await screen.findByText('Hall 2');
    act(() => void cache.setQueryData(sessionQuery.queryKey, owner));
    expect(await screen.findByText('This is not open to you')).toBeInTheDocument();
    expect(screen.queryByText('Hall 2')).not.toBeInTheDocument();
  });

  it('revokes one after a question that names it and its printers', async () => {
    const sent = serve({ 'GET /api/fuses': [hall] });
    await open('/fuses', person);
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke Hall 2' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Revoke Hall 2?' }));
    expect(dialog.getByText(/its 3 printers leave this store/)).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke Hall 2' }));
    await waitFor(() => expect(sent.map(({ call }) => call)).toContain('DELETE /api/fuses/f1'));
  });
});
