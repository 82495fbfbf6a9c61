import { Button, NativeSelect } from '@mantine/core';
import { Failure, FormError, Icon, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, usersQuery, type Role, type User } from '../api';
import { AddUserDialog } from './AddUserDialog';
import { PermissionsDialog } from './PermissionsDialog';
import { holds, roleOptions, roleText, useRoleBrings } from './roles';

export function UsersPage() {
  const { data: users, error, refetch } = useQuery(usersQuery);
  const session = useQuery(sessionQuery).data;
  const manages = session?.permissions.includes('user.manage') ?? false;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className="page-head">
        <h1>Users</h1>
        {manages && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            Add User
          </Button>
        )}
      </div>
      {error && !users && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !users && <Loading what="the users" />}
      {users && (
        <ul className="rows card" aria-label="Users">
          {users.map((user) => (
            <Person key={user.id} user={user} editable={manages && user.id !== session?.user.id} />
          ))}
        </ul>
      )}
      <p className="small dim rows-note">Owner, Admin and Operator see the cameras; Viewer does not. A change takes effect at once, live video included.</p>
      <AddUserDialog opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

const scopeText = (count: number) => (count === 1 ? '1 printer only' : `${count} printers only`);

function Person({ user, editable }: { user: User; editable: boolean }) {
  const cache = useQueryClient();
  const [open, setOpen] = useState(false);
  const brings = useRoleBrings();
  const change = useMutation({
    mutationFn: (role: Role) => cloud('patch', '/api/users/{id}', { path: { id: user.id }, body: { role } }),
    onSuccess: (changed) =>
      cache.setQueryData(usersQuery.queryKey, (all) => all?.map((one) => (one.id === changed.id ? changed : one))),
  });
  return (
    <li>
      <div className="rows-main">
        <b>{user.name}</b>
        <span className="small dim">
          {user.email} · {holds(user, 'printer.camera', brings) ? 'sees the cameras' : 'does not see the cameras'}
          {user.role !== 'owner' && !user.scope.all && ` · ${scopeText(user.scope.printers.length)}`}
        </span>
      </div>
      {editable && user.role !== 'owner' && (
        <Button variant="default" aria-label={`Permissions of ${user.name}`} onClick={() => setOpen(true)}>
          Permissions
        </Button>
      )}
      {editable ? (
        <NativeSelect
          aria-label={`Role of ${user.name}`}
          data={roleOptions}
          value={change.isPending ? change.variables : user.role}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.value as Role)}
        />
      ) : (
        <span className="rows-role">{roleText[user.role]}</span>
      )}
      <FormError error={change.error} />
      <PermissionsDialog user={user} opened={open} onClose={() => setOpen(false)} />
    </li>
  );
}
