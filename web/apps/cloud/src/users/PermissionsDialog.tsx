import { Button, NativeSelect } from '@mantine/core';
import { Dialog, FormError } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, usersQuery, type User } from '../api';
import { permissions, roleBrings, roleText } from './roles';

interface Props {
  user: User;
  opened: boolean;
  onClose: () => void;
}

/** What comes from the role, and what is granted or taken away beside it. */
export function PermissionsDialog({ user, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={`Permissions of ${user.name}`} onClose={onClose}>
      <PermissionsForm user={user} onDone={onClose} />
    </Dialog>
  );
}

const word = (allowed: boolean) => (allowed ? 'Allowed' : 'Not allowed');

function PermissionsForm({ user, onDone }: { user: User; onDone: () => void }) {
  const cache = useQueryClient();
  const [overrides, setOverrides] = useState(user.overrides);
  const save = useMutation({
    mutationFn: () => cloud('patch', '/api/users/{id}', { path: { id: user.id }, body: { overrides } }),
    onSuccess: (changed) => {
      cache.setQueryData(usersQuery.queryKey, (all) => all?.map((one) => (one.id === changed.id ? changed : one)));
      onDone();
    },
  });
  const choose = (name: string, choice: string) => {
    const { [name]: _, ...others } = overrides;
    setOverrides(choice === 'role' ? others : { ...others, [name]: choice === 'allowed' });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {permissions.map(({ name, label }) => (
        <NativeSelect
          key={name}
          className="permission"
          label={label}
          value={overrides[name] === undefined ? 'role' : overrides[name] ? 'allowed' : 'refused'}
          data={[
            { value: 'role', label: `From role ${roleText[user.role]}: ${word(roleBrings(user.role, name))}` },
            { value: 'allowed', label: word(true) },
            { value: 'refused', label: word(false) },
          ]}
          onChange={(event) => choose(name, event.currentTarget.value)}
        />
      ))}
      <FormError error={save.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
