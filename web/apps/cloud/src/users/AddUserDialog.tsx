import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Dialog, FormError } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, usersQuery, type Role } from '../api';
import { roleOptions } from './roles';

export function AddUserDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Add a user" onClose={onClose}>
      <AddUserForm onDone={onClose} />
    </Dialog>
  );
}

function AddUserForm({ onDone }: { onDone: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const add = useMutation({
    mutationFn: () => cloud('post', '/api/users', { body: { name: name.trim(), email: email.trim(), password, role } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: usersQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <TextInput label="Name" data-autofocus required value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label="E-mail" type="email" autoComplete="off" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <TextInput
        label="First password"
        description="At least 10 characters; hand it over in person"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <NativeSelect label="Role" data={roleOptions} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} />
      <FormError error={add.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={add.isPending}>
          Add User
        </Button>
      </div>
    </form>
  );
}
