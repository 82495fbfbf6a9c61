import { renderPage } from '@gantry/ui/testing';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sessionQuery, usersQuery, type Role, type Session, type User } from '../api';
import { mayWatchCameras } from './roles';
import { UsersPage } from './UsersPage';

const ada: User = { id: 'u1', name: 'Ada', email: 'ada@example.com', role: 'owner', overrides: {} };
const vic: User = { id: 'u2', name: 'Vic', email: 'vic@example.com', role: 'viewer', overrides: {} };
let sent: Array<{ call: string; body: unknown }>;

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body)) as object;
    sent.push({ call: `${init.method} ${url}`, body });
    return Response.json({ ...vic, ...body });
  });
  const page = renderPage(null);
  const session: Session = { user: ada, store_name: 'Workshop', permissions: ['user.view', 'user.manage'] };
  page.cache.setQueryData(sessionQuery.queryKey, session);
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
    await userEvent.selectOptions(cameras, 'Allowed');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent).toEqual([{ call: 'PATCH /api/users/u2', body: { overrides: { 'printer.camera': true } } }]));
    expect(await screen.findByText(/vic@example.com · sees the cameras/)).toBeInTheDocument();
  });

  it('changes a role, but not one’s own', async () => {
    await userEvent.selectOptions(screen.getByLabelText('Role of Vic'), 'Operator');
    await waitFor(() => expect(sent[0]).toEqual({ call: 'PATCH /api/users/u2', body: { role: 'operator' } }));
    expect(screen.queryByLabelText('Role of Ada')).not.toBeInTheDocument();
  });
});

describe('printer.camera', () => {
  it.each<[Role, boolean]>([
    ['owner', true],
    ['admin', true],
    ['operator', true],
    ['viewer', false],
  ])('comes with the role %s: %s', (role, watches) => expect(mayWatchCameras({ ...vic, role })).toBe(watches));
});
