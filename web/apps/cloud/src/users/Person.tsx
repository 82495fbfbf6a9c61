import { NativeSelect } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { cloud, sessionQuery, usersQuery, type Role, type User } from '../api';
import { PersonMenu } from './PersonMenu';
import { holds, permissionLabel, roleOptions, roleText, useRoleBrings } from './roles';
import { scopeText } from './scopeText';
import type { Permission } from '../api';

/** One user: their role, and what differs from it, in words. */
export function Person({ user, editable }: { user: User; editable: boolean }) {
  const cache = useQueryClient();
  const brings = useRoleBrings();
  const own = useQuery(sessionQuery).data?.store?.role;
  const change = useMutation({
    mutationFn: (role: Role) => cloud('patch', '/api/users/{id}', { path: { id: user.id }, body: { role } }),
    onSuccess: (changed) => cache.setQueryData(usersQuery.queryKey, (all) => all?.map((one) => (one.id === changed.id ? changed : one))),
  });
  const touchable = editable && (user.role !== 'owner' || own === 'owner');
  const differs = user.role === 'owner' ? [] : (Object.entries(user.overrides) as Array<[Permission, boolean]>).filter(([name, granted]) => granted !== brings(user.role, name));
  return (
    <li>
      <div className="rows-main">
        <b>{user.name}</b>
        <span className="small dim">
          {user.email} · {holds(user, 'printer.camera', brings) ? 'sees the cameras' : 'does not see the cameras'}
          {user.role !== 'owner' && !user.scope.all && ` · ${scopeText(user.scope)} only`}
        </span>
        {differs.length > 0 && (
          <ul className="chips" aria-label={`What differs for ${user.name}`}>
            {differs.map(([name, granted]) => (
              <li key={name} data-granted={granted}>
                {granted ? '+' : '−'} {permissionLabel[name]}
              </li>
            ))}
          </ul>
        )}
      </div>
      {touchable ? (
        <div className="rows-actions">
          <NativeSelect
            aria-label={`Role of ${user.name}`}
            data={roleOptions.filter(({ value }) => value !== 'owner' || own === 'owner')}
            value={change.isPending ? change.variables : user.role}
            disabled={change.isPending}
            onChange={(event) => change.mutate(event.currentTarget.value as Role)}
          />
          <PersonMenu user={user} />
        </div>
      ) : (
        <span className="rows-role">{roleText[user.role]}</span>
      )}
      <FormError error={change.error} />
    </li>
  );
}
