import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, invitationsQuery, sessionQuery, type Invited, type Role } from '../api';
import { CopyOnce } from '../settings/CopyOnce';
import { ScopeField } from './ScopeField';
import { roleOptions } from './roles';

export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Invite a user" onClose={onClose}>
      <InviteSteps onDone={onClose} />
    </Dialog>
  );
}

function InviteSteps({ onDone }: { onDone: () => void }) {
  const [invited, setInvited] = useState<Invited>();
  return invited ? <InvitedNote invited={invited} onDone={onDone} /> : <InviteForm onInvited={setInvited} onDone={onDone} />;
}

function InviteForm({ onInvited, onDone }: { onInvited: (invited: Invited) => void; onDone: () => void }) {
  const cache = useQueryClient();
  const own = useQuery(sessionQuery).data?.store?.role;
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [scope, setScope] = useState({ all: true, printers: [] as string[], tags: [] as string[] });
  const invite = useMutation({
    mutationFn: () => cloud('post', '/api/invitations', { body: { email: email.trim(), role, scope } }),
    onSuccess: (made) => {
      void cache.invalidateQueries({ queryKey: invitationsQuery.queryKey });
      onInvited(made);
    },
  });
  return (
    <DialogForm action="Invite" pending={invite.isPending} error={invite.error} onCancel={onDone} onSubmit={() => invite.mutate()}>
      <TextInput label="E-mail" type="email" autoComplete="off" data-autofocus required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <NativeSelect
        label="Role"
        data={roleOptions.filter(({ value }) => value !== 'owner' || own === 'owner')}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      />
      {role !== 'owner' && <ScopeField scope={scope} onChange={setScope} />}
    </DialogForm>
  );
}

function InvitedNote({ invited, onDone }: { invited: Invited; onDone: () => void }) {
  const { email } = invited.invitation;
  return (
    <div className="stack">
      {invited.mail === 'sent' && <p>A letter to {email} is on its way. You can also hand this link over yourself:</p>}
      {invited.mail === 'off' && <p>This server sends no e-mail. Hand this link to {email}:</p>}
      {invited.mail !== 'sent' && invited.mail !== 'off' && (
        <p>
          The letter to {email} was not sent: {invited.mail}. Hand this link over yourself:
        </p>
      )}
      <CopyOnce label="Invitation link" text={invited.link} />
      <p className="small dim">It works once and for a week. It is not shown again; inviting the same address anew makes another one.</p>
      <div className="dialog-actions">
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  );
}
