import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { invitationsQuery, printersQuery, rolesQuery, sessionQuery, usersQuery, type Session, type User } from '../api';
import { UsersPage } from './UsersPage';

const ada: User = { id: 'u1', name: 'Ada', email: 'ada@example.com', role: 'owner', overrides: {}, scope: { all: true, printers: [], tags: [] } };
const vic: User = { id: 'u2', name: 'Vic', email: 'vic@example.com', role: 'viewer', overrides: {}, scope: { all: true, printers: [], tags: [] } };
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as object;
    sent.push({ call: `${init.method} ${url}`, body });
    return Response.json({ ...vic, ...body });
  });
  const page = renderPage(null);
  const session: Session = { user: ada, store: { id: 's1', name: 'Workshop', role: 'owner' }, permissions: ['printer.camera', 'user.view', 'user.manage'] };
  page.cache.setQueryData(sessionQuery.queryKey, session);
  page.cache.setQueryData(rolesQuery.queryKey, [{ role: 'operator', permissions: ['printer.view', 'printer.camera'] }, { role: 'viewer', permissions: ['printer.view'] }]);
  page.cache.setQueryData(printersQuery.queryKey, [{ printer: { id: 'p1', name: 'Left' }, tags: ['Lab'] }, { printer: { id: 'p2', name: 'Right' }, tags: [] }] as never);
  page.cache.setQueryData(invitationsQuery.queryKey, []);
  page.cache.setQueryData(usersQuery.queryKey, [ada, vic]);
  page.rerender(<UsersPage />);
});
afterEach(() => vi.unstubAllGlobals());

describe('the Users page', () => {
  it('grants the cameras to one person beside their role', async () => {
    expect(screen.getByText(/vic@example.com · does not see the cameras/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Permissions of Vic' }));
    const cameras = await screen.findByLabelText('See cameras, live and snapshots');
    expect(cameras).toHaveDisplayValue('From role Viewer: Not allowed');
    await userEvent.selectOptions(cameras, 'Granted: Allowed');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent).toEqual([{ call: 'PATCH /api/users/u2', body: { overrides: { 'printer.camera': true }, scope: vic.scope } }]));
    expect(await screen.findByText(/vic@example.com · sees the cameras/)).toBeInTheDocument();
  });

  it('changes a role, but not one’s own', async () => {
    await userEvent.selectOptions(screen.getByLabelText('Role of Vic'), 'Operator');
    await waitFor(() => expect(sent[0]).toEqual({ call: 'PATCH /api/users/u2', body: { role: 'operator' } }));
    expect(screen.queryByLabelText('Role of Ada')).not.toBeInTheDocument();
  });

  it('grants nothing that one does not hold', async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Permissions of Vic' }));
    const deletion = await screen.findByLabelText('Delete the store');
    expect(within(deletion).getByRole('option', { name: 'Granted (you do not hold it)' })).toBeDisabled();
  });

  it('limits a person to some printers', async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Permissions of Vic' }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Only some' }));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Right' }));
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ overrides: {}, scope: { all: false, printers: ['p2'], tags: [] } }));
    expect(await screen.findByText(/1 printer only/)).toBeInTheDocument();
  });

  it('limits a person to the printers of a tag, and says which those are', async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Permissions of Vic' }));
    await userEvent.click(await screen.findByRole('radio', { name: 'Only some' }));
    expect(screen.getByText('Nothing is chosen: nothing would be seen.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('checkbox', { name: '#Lab (1)' }));
    expect(screen.getByText('by its tag')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent[0]?.body).toEqual({ overrides: {}, scope: { all: false, printers: [], tags: ['Lab'] } }));
    expect(await screen.findByText(/#Lab only/)).toBeInTheDocument();
  });
});
