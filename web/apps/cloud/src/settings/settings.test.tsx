import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiKey, AuditActor, AuditEntry } from '../api';
import { actorGroups } from '../audit/actors';
import { open, owner, serve } from '../testing';

const viewer = { ...owner, store: { id: 's1', name: 'Workshop', role: 'viewer' as const }, permissions: ['printer.view' as const] };
const key: ApiKey = {
  id: 'k1', name: 'Wall display', prefix: 'gk_abcdefgh', permissions: ['printer.view'], made_by: 'Ada', created_at: 1, expires_at: null, used_at: null,
};
const entry: AuditEntry = {
  number: 7, at: Date.now(), actor_kind: 'user', actor_id: 'u1', actor: 'Ada', address: '192.0.2.1', action: 'user.changed', object: 'vic@example.com',
  detail: { after: { role: 'viewer' } },
};

afterEach(() => vi.unstubAllGlobals());

describe('Settings', () => {
  it('offer what one may do, and say what is missing for the rest', async () => {
    const sent = serve({});
    await open('/settings/keys', viewer);
    expect(await screen.findByText('This is not open to you')).toBeInTheDocument();
    expect(screen.getByText(/Manage API keys/)).toBeInTheDocument();
    const sections = within(screen.getByRole('navigation', { name: 'Settings' }));
    expect(sections.getAllByRole('link').map((link) => link.textContent)).toEqual(['Store']);
    expect(sent.map(({ call }) => call)).not.toContain('GET /api/keys');
  });

  it('rename the store, and delete it by its typed name only', async () => {
    const sent = serve({ 'GET /api/session': owner });
    await open('/settings/store');
    await userEvent.type(await screen.findByLabelText(/Store name/), ' 2');
    await userEvent.click(screen.getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'PATCH /api/store', body: { name: 'Workshop 2' } }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete Store' }));
    const dialog = within(await screen.findByRole('dialog'));
    const remove = dialog.getByRole('button', { name: 'Delete Workshop' });
    expect(remove).toBeDisabled();
    await userEvent.type(dialog.getByLabelText(/Type/), 'Workshop');
    await userEvent.click(remove);
    await waitFor(() => expect(sent).toContainEqual({ call: 'POST /api/store/delete', body: { name: 'Workshop' } }));
  });
});

describe('API keys', () => {
  it('are shown once when they are made', async () => {
    const sent = serve({ 'GET /api/keys': [], 'POST /api/keys': { api_key: key, key: 'gk_abcdefghijklmnop' } });
    await open('/settings/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'New API Key' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(await dialog.findByLabelText(/^Name/), 'Wall display');
    await userEvent.selectOptions(dialog.getByLabelText('Ends after'), 'No end');
    expect(dialog.getByRole('checkbox', { name: 'Activate and revoke Fuses' })).toBeDisabled();
    expect(dialog.queryByRole('checkbox', { name: 'Manage users' })).not.toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Make Key' }));
    expect(await dialog.findByText('gk_abcdefghijklmnop')).toBeInTheDocument();
    expect(sent).toContainEqual({ call: 'POST /api/keys', body: { name: 'Wall display', permissions: ['printer.view'] } });
    await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText('gk_abcdefghijklmnop')).not.toBeInTheDocument());
  });

  it('are revoked by name', async () => {
    const sent = serve({ 'GET /api/keys': [key] });
    await open('/settings/keys');
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke Wall display' }));
    await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Revoke Wall display' }));
    await waitFor(() => expect(sent).toContainEqual({ call: 'DELETE /api/keys/k1', body: undefined }));
  });
});

describe('the audit log', () => {
  it('says who did what, narrowed by filters that the address keeps, and is taken away with the same', async () => {
    const sent = serve({ 'GET /api/audit': { entries: [entry], next: null }, 'GET /api/audit/actors': [] });
    await open('/settings/audit');
    const list = await screen.findByRole('list', { name: 'Audit log' });
    expect(list).toHaveTextContent('Ada changed the permissions of vic@example.com');
    await userEvent.selectOptions(screen.getByLabelText('What'), 'Users');
    await waitFor(() => expect(sent.some(({ call }) => call === 'GET /api/audit?action=user.')).toBe(true));
    expect(screen.getByRole('link', { name: 'CSV' })).toHaveAttribute('href', '/api/audit/export?format=csv&action=user.');
  });
});

const ada: AuditActor = { kind: 'user', id: 'u1', name: 'Ada', here: true };
const gina: AuditActor = { kind: 'user', id: 'u9', name: 'Gina', here: false };
const oldKey: AuditActor = { kind: 'apikey', id: 'k9', name: 'Old key', here: false };

describe('who is looked for in the audit log', () => {
  it('is whoever stands in it, also a revoked API key and somebody who has left', async () => {
    const actors = [ada, gina, oldKey, { kind: 'apikey', id: 'k1', name: 'Wall display', here: true }];
    const sent = serve({ 'GET /api/audit': { entries: [entry], next: null }, 'GET /api/audit/actors': actors });
    await open('/settings/audit');
    const who = await screen.findByLabelText('Who');
    await within(who).findByRole('option', { name: 'Gina' });
    expect(within(who).getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['Everybody', 'Ada', 'Wall display', 'API key Old key', 'Gina']);
    expect(within(within(who).getByRole('group', { name: 'No longer here' })).getAllByRole('option')).toHaveLength(2);
    await userEvent.selectOptions(who, 'API key Old key');
    await waitFor(() => expect(sent.some(({ call }) => call === 'GET /api/audit?actor=k9')).toBe(true));
  });

  it('is in groups that are there only when somebody is in them', () => {
    expect(actorGroups([ada]).map(({ group }) => group)).toEqual(['People']);
    expect(actorGroups([gina, oldKey])).toEqual([{ group: 'No longer here', items: [{ value: 'k9', label: 'API key Old key' }, { value: 'u9', label: 'Gina' }] }]);
  });
});

describe('the store switcher', () => {
  it('moves this browser to another store of the person', async () => {
    const annex = { id: 's2', name: 'Annex', role: 'viewer' };
    const sent = serve({ 'GET /api/stores': [owner.store, annex], 'PUT /api/session/store': { ...owner, store: annex } });
    await open('/settings/store');
    await userEvent.click(await screen.findByRole('button', { name: 'Store: Workshop' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /Annex/ }, { timeout: 4000 }));
    await screen.findByRole('button', { name: 'Store: Annex' });
    expect(sent).toContainEqual({ call: 'PUT /api/session/store', body: { store: 's2' } });
  });
});
