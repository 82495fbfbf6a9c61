import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { Dialog, FormError } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, keysQuery, may, sessionQuery, type Permission } from '../api';
import { CopyOnce } from '../settings/CopyOnce';
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

const day = 24 * 3600 * 1000;
const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'No end' },
];

function NewKeyForm({ onMade, onDone }: { onMade: (key: string) => void; onDone: () => void }) {
  const cache = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<Permission[]>(['printer.view']);
  const make = useMutation({
    mutationFn: () =>
      cloud('post', '/api/keys', {
        body: { name: name.trim(), permissions: chosen, ...(days && { expires_at: Date.now() + Number(days) * day }) },
      }),
    onSuccess: ({ key }) => {
      void cache.invalidateQueries({ queryKey: keysQuery.queryKey });
      onMade(key);
    },
  });
  const toggle = (permission: Permission, on: boolean) =>
    setChosen((before) => (on ? [...before, permission] : before.filter((one) => one !== permission)));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput label="Name" placeholder="Wall display" data-autofocus required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect label="Ends after" data={lifetimes} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
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
      <FormError error={make.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={make.isPending} disabled={chosen.length === 0}>
          Make Key
        </Button>
      </div>
    </form>
  );
}
