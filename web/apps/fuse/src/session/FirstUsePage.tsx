import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor, NewPassword, isNewPassword } from '@gantry/ui';
import { useEffect, useRef, useState } from 'react';
import { fuse } from '../api';
import { LockedOut, useLockedOut } from './LockedOut';
import { OwnMachine } from './OwnMachine';
import { useEnter } from './session';

/** The first visit from another machine: whoever can read Fuse's log sets the password. */
export function FirstUsePage() {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState({ first: '', again: '' });
  const setUp = useEnter(() => fuse('post', '/api/setup', { body: { code: code.trim(), password: password.first } }));
  const lockedOut = useLockedOut();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <FrontDoor title="Welcome to Fuse" intro="Nobody has set a password for this Fuse yet. Set it now; every machine but its own asks for it.">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setUp.mutate();
        }}
      >
        <TextInput
          label="Setup code"
          description={
            <>
              In Fuse’s log and console, and on its own machine at <OwnMachine /> under Settings, Access
            </>
          }
          placeholder="XXXX-XXXX"
          className="setup-code-field"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
          ref={field}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <NewPassword value={password} onChange={setPassword} />
        {lockedOut ? <LockedOut /> : <FormError error={setUp.error} />}
        <Button type="submit" size="md" loading={setUp.isPending} disabled={lockedOut || !code.trim() || !isNewPassword(password)}>
          Set Password
        </Button>
      </form>
    </FrontDoor>
  );
}
