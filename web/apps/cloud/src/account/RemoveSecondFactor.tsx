import { TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, secondFactorQuery } from '../api';

export function RemoveSecondFactor({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Switch the second factor off?" onClose={onClose}>
      <RemoveForm onDone={onClose} />
    </Dialog>
  );
}

function RemoveForm({ onDone }: { onDone: () => void }) {
  const cache = useQueryClient();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const remove = useMutation({
    mutationFn: () => cloud('post', '/api/account/second-factor/remove', { body: { password, code } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
      onDone();
    },
  });
  return (
    <DialogForm action="Switch Off" danger pending={remove.isPending} error={remove.error} onCancel={onDone} onSubmit={() => remove.mutate()}>
      <p>Your password alone opens your account then. The recovery codes stop working.</p>
      <TextInput label="Your password" type="password" autoComplete="current-password" data-autofocus required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
      <TextInput label="Code" description="Of the app, or a recovery code" autoComplete="one-time-code" required className="code-field" value={code} onChange={(event) => setCode(event.currentTarget.value)} />
    </DialogForm>
  );
}
