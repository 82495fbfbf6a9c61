import { Button, TextInput } from '@mantine/core';
import { FormError, NewPassword, isNewPassword } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, devicesQuery } from '../api';

const empty = { first: '', again: '' };

export function PasswordPanel() {
  const cache = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState(empty);
  const change = useMutation({
    mutationFn: () => cloud('post', '/api/account/password', { body: { current, password: password.first } }),
    onSuccess: () => {
      setCurrent('');
      setPassword(empty);
      void cache.invalidateQueries({ queryKey: devicesQuery.queryKey });
    },
  });
  return (
    <section className="card panel" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <TextInput label="Current password" type="password" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
        <NewPassword label="New password" value={password} onChange={setPassword} />
        <FormError error={change.error} />
        {change.isSuccess && (
          <p className="small done" role="status">
            Changed. Every other browser is signed out.
          </p>
        )}
        <div className="row">
          <Button type="submit" loading={change.isPending} disabled={!current || !isNewPassword(password)}>
            Change Password
          </Button>
        </div>
      </form>
    </section>
  );
}
