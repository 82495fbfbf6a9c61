import { TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, fusesQuery, type FuseHost } from '../api';

export function RenameDialog({ host, opened, onClose }: { host: FuseHost; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title={`Rename ${host.name}`} onClose={onClose}>
      <Form host={host} onDone={onClose} />
    </Dialog>
  );
}

function Form({ host, onDone }: { host: FuseHost; onDone: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState(host.name);
  const rename = useMutation({
    mutationFn: async () => {
      const wanted = name.trim();
      // The host's own name follows the host.
      await cloud('patch', '/api/fuses/{id}', { path: { id: host.id }, body: { name: wanted === host.host_name ? '' : wanted } });
      await cache.invalidateQueries({ queryKey: fusesQuery.queryKey });
    },
    onSuccess: onDone,
  });
  return (
    <DialogForm action="Rename" pending={rename.isPending} error={rename.error} onCancel={onDone} onSubmit={() => rename.mutate()}>
      <TextInput
        label="Name"
        description={`Left empty, it is called ${host.host_name} again, as its host.`}
        placeholder={host.host_name}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
