import { Button, Checkbox, TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, keysQuery, may, sessionQuery, type Permission } from '../api';
import { CopyOnce } from '../settings/CopyOnce';
import { endOf, type Lifetime } from '../settings/lifetime';
import { LifetimeField } from '../settings/LifetimeField';
import { neverOfKeys, permissionGroups } from '../users/roles';

export function NewKeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="New API key" size="lg" onClose={onClose}>
      <NewKeySteps onDone={onClose} />
    </Dialog>
  );
}

function NewKeySteps({ onDone }: { onDone: () => void }) {
  const [key, setKey] = useState<string>();
  if (!key) return <NewKeyForm onMade={setKey} onDone={onDone} />;
  return (
    <div className="stack">
      <p>Copy the key now: it is not shown again.</p>
      <CopyOnce label="API key" text={key} />
      <p className="small dim">
        Programs send it as <span className="mono">Authorization: Bearer {key.slice(0, 6)}…</span>
      </p>
      <div className="dialog-actions">
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}

function NewKeyForm({ onMade, onDone }: { onMade: (key: string) => void; onDone: () => void }) {
  const cache = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const [chosen, setChosen] = useState<Permission[]>(['printer.view']);
  const make = useMutation({
    mutationFn: () =>
      cloud('post', '/api/keys', {
        body: { name: name.trim(), permissions: chosen, ...endOf(lifetime) },
      }),
    onSuccess: ({ key }) => {
      void cache.invalidateQueries({ queryKey: keysQuery.queryKey });
      onMade(key);
    },
  });
  const toggle = (permission: Permission, on: boolean) =>
    setChosen((before) => (on ? [...before, permission] : before.filter((one) => one !== permission)));
  return (
    <DialogForm
      action="Make Key"
      disabled={chosen.length === 0}
      pending={make.isPending}
      error={make.error}
      onCancel={onDone}
      onSubmit={() => make.mutate()}
    >
      <TextInput label="Name" placeholder="Wall display" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <LifetimeField value={lifetime} onChange={setLifetime} />
      {permissionGroups.map(({ title, permissions }) => {
        const offered = permissions.filter(([permission]) => !neverOfKeys.has(permission));
        if (offered.length === 0) return null;
        return (
          <fieldset key={title} className="permissions">
            <legend>{title}</legend>
            <div className="scope">
              {offered.map(([permission, label]) => (
                <Checkbox
                  key={permission}
                  label={label}
                  disabled={!may(session, permission)}
                  checked={chosen.includes(permission)}
                  onChange={(event) => toggle(permission, event.currentTarget.checked)}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
      <p className="small dim">A key never does more than you may yourself, at each moment; what you do not hold cannot be chosen.</p>
    </DialogForm>
  );
}
