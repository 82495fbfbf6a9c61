import { Button, TextInput } from '@mantine/core';
import { Confirm, FormError, Icon, NewPassword, isNewPassword } from '@gantry/ui';
import { useState } from 'react';
import { fuse, type Access } from '../api';
import { useAccessChange } from './access';

/** Setting, changing and removing it. */
export function Password({ access }: { access: Access }) {
  const [changing, setChanging] = useState(false);
  if (!access.has_password) return <PasswordForm access={access} />;
  return (
    <>
      <p className="access-state" data-tone="green">
        <Icon name="check" size={16} /> Other machines on the network sign in with the password.
      </p>
      {changing ? (
        <PasswordForm access={access} onDone={() => setChanging(false)} />
      ) : (
        <div className="row">
          <Button variant="default" onClick={() => setChanging(true)}>
            Change Password
          </Button>
          {access.at_this_machine && <RemovePassword />}
        </div>
      )}
    </>
  );
}

function PasswordForm({ access, onDone }: { access: Access; onDone?: () => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState({ first: '', again: '' });
  const save = useAccessChange(() => fuse('put', '/api/access/password', { body: { current, password: next.first } }), onDone);
  const asksCurrent = access.has_password && !access.at_this_machine;
  return (
    <form
      className="access-form stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {asksCurrent && (
        <TextInput label="Current password" type="password" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
      )}
      <NewPassword label={access.has_password ? 'New password' : 'Password'} value={next} onChange={setNext} />
      <FormError error={save.error} />
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={!isNewPassword(next) || (asksCurrent && !current)}>
          {access.has_password ? 'Change Password' : 'Set Password'}
        </Button>
        {onDone && (
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
      {access.has_password && <p className="small dim">Everybody else is signed out.</p>}
    </form>
  );
}

function RemovePassword() {
  const [asking, setAsking] = useState(false);
  const remove = useAccessChange(() => fuse('delete', '/api/access/password'), () => setAsking(false));
  return (
    <>
      <Button variant="outline" color="red" onClick={() => setAsking(true)}>
        Remove Password
      </Button>
      <Confirm
        opened={asking}
        title="Remove the password?"
        action="Remove Password"
        pending={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
      >
        Nobody can open this page from another machine until a password is set again. Everybody is signed out, and the tokens of players end.
      </Confirm>
    </>
  );
}
