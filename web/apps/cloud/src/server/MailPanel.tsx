import { Button, PasswordInput, TextInput } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, type ServerChange, type ServerSettings } from '../api';
import { fixedProps, Panel, useSaving } from './Panel';

/** The mail server, and the proof that it takes letters. */
export function MailPanel({ server }: { server: ServerSettings }) {
  const saving = useSaving();
  const { settings } = server;
  const [mail, setMail] = useState({ smtp_url: settings.smtp_url, smtp_from: settings.smtp_from, smtp_user: settings.smtp_user });
  const [password, setPassword] = useState('');
  const set = (key: keyof typeof mail) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setMail((before) => ({ ...before, [key]: value }));
  };
  const changed = (Object.keys(mail) as Array<keyof typeof mail>).filter((key) => mail[key].trim() !== settings[key]);
  const change: ServerChange = {
    ...Object.fromEntries(changed.map((key) => [key, mail[key].trim()])),
    ...(password && { smtp_password: password }),
  };
  const isChanged = Object.keys(change).length > 0;
  return (
    <Panel
      title="E-mail"
      text="For invitations and forgotten passwords. Without a mail server, links are shown to be copied."
      saving={saving}
      changed={isChanged}
      onSave={() => saving.mutate(change, { onSuccess: () => setPassword('') })}
      actions={<TestLetter disabled={isChanged || !settings.smtp_url} />}
    >
      <TextInput label="Mail server" placeholder="smtps://mail.example.org:465" spellCheck={false} value={mail.smtp_url} onChange={set('smtp_url')} {...fixedProps(server, 'smtp_url')} />
      <TextInput label="Sender" type="email" placeholder="gantry@example.org" value={mail.smtp_from} onChange={set('smtp_from')} {...fixedProps(server, 'smtp_from')} />
      <TextInput label="User name" autoComplete="off" value={mail.smtp_user} onChange={set('smtp_user')} {...fixedProps(server, 'smtp_user')} />
      <PasswordInput
        label="Mail password"
        autoComplete="off"
        placeholder={server.has_smtp_password ? 'Unchanged' : 'None yet'}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the mail password' }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        {...fixedProps(server, 'smtp_password')}
      />
    </Panel>
  );
}

function TestLetter({ disabled }: { disabled: boolean }) {
  const { data: session } = useQuery(sessionQuery);
  const send = useMutation({ mutationFn: () => cloud('post', '/api/server/test-letter') });
  return (
    <>
      <Button variant="default" disabled={disabled} loading={send.isPending} onClick={() => send.mutate()}>
        Send a Test Message
      </Button>
      {send.isSuccess && (
        <span className="done" role="status">
          <Icon name="check" /> Sent to {session?.user.email}
        </span>
      )}
      <FormError error={send.error} />
    </>
  );
}
