import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, usersQuery, type Permission, type User } from '../api';
import { PermissionRow, type Choice } from './PermissionRow';
import { ScopeField } from './ScopeField';
import { permissionGroups, roleText, useRoleBrings } from './roles';

interface Props {
  user: User;
  opened: boolean;
  onClose: () => void;
}

/** What comes from the role, what is granted or taken away beside it, and for which printers. */
export function PermissionsDialog({ user, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={`Permissions of ${user.name}`} size="lg" onClose={onClose}>
      <PermissionsForm user={user} onDone={onClose} />
    </Dialog>
  );
}

function PermissionsForm({ user, onDone }: { user: User; onDone: () => void }) {
  const cache = useQueryClient();
  const brings = useRoleBrings();
  const own = useQuery(sessionQuery).data?.permissions ?? [];
  const [overrides, setOverrides] = useState(user.overrides);
  const [scope, setScope] = useState(user.scope);
  const save = useMutation({
    mutationFn: () => cloud('patch', '/api/users/{id}', { path: { id: user.id }, body: { overrides, scope } }),
    onSuccess: (changed) => {
      cache.setQueryData(usersQuery.queryKey, (all) => all?.map((one) => (one.id === changed.id ? changed : one)));
      onDone();
    },
  });
  const choose = (name: Permission, choice: Choice) => {
    const { [name]: _, ...others } = overrides;
    setOverrides(choice === 'role' ? others : { ...others, [name]: choice === 'granted' });
  };
  return (
    <DialogForm action="Save" pending={save.isPending} error={save.error} onCancel={onDone} onSubmit={() => save.mutate()}>
      <ScopeField scope={scope} onChange={setScope} />
      {permissionGroups.map(({ title, permissions }) => (
        <fieldset key={title} className="permissions">
          <legend>{title}</legend>
          {permissions.map(([name, label]) => (
            <PermissionRow
              key={name}
              label={label}
              role={roleText[user.role]}
              fromRole={brings(user.role, name)}
              override={overrides[name]}
              grantable={own.includes(name)}
              onChoose={(choice) => choose(name, choice)}
            />
          ))}
        </fieldset>
      ))}
    </DialogForm>
  );
}
