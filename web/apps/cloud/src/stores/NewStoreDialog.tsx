import { TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, storesQuery } from '../api';

export function NewStoreDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="New store" onClose={onClose}>
      <NewStoreForm onDone={onClose} />
    </Dialog>
  );
}

function NewStoreForm({ onDone }: { onDone: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: async () => {
      const store = await cloud('post', '/api/stores', { body: { name: name.trim() } });
      return cloud('put', '/api/session/store', { body: { store: store.id } });
    },
    onSuccess: (session) => {
      onDone();
      cache.setQueryData(sessionQuery.queryKey, session);
      void cache.invalidateQueries({ queryKey: storesQuery.queryKey });
    },
  });
  return (
    <DialogForm action="Create Store" pending={create.isPending} error={create.error} onCancel={onDone} onSubmit={() => create.mutate()}>
      <TextInput
        label="Store name"
        description="A store has its own people, printers and settings"
        placeholder="Workshop"
        data-autofocus
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
