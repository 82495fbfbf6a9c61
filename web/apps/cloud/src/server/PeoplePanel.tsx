import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerSettings } from '../api';
import { fixedProps, Panel, useSaving } from './Panel';

/** The name that people see, and who may come. */
export function PeoplePanel({ server }: { server: ServerSettings }) {
  const saving = useSaving();
  const { settings } = server;
  const [name, setName] = useState(settings.name);
  const [registration, setRegistration] = useState(settings.registration);
  const change = {
    ...(name.trim() !== settings.name && { name: name.trim() }),
    ...(registration !== settings.registration && { registration }),
  };
  const decided = server.fixed.includes('registration');
  return (
    <Panel
      title="Name and people"
      text="How this server calls itself, and who may come."
      saving={saving}
      changed={Object.keys(change).length > 0 && name.trim() !== ''}
      onSave={() => saving.mutate(change)}
    >
      <TextInput label="Server name" required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} {...fixedProps(server, 'name')} />
      <Checkbox
        label="By invitation only"
        description={decided ? 'Set on the command line, which wins' : 'Otherwise anybody who reaches this server may make an account and a store of their own.'}
        disabled={decided}
        checked={registration === 'invitation'}
        onChange={(event) => setRegistration(event.currentTarget.checked ? 'invitation' : 'open')}
      />
    </Panel>
  );
}
