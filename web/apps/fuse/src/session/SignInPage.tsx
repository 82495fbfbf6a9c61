import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor } from '@gantry/ui';
import { useEffect, useRef, useState } from 'react';
import { fuse } from '../api';
import { LockedOut, useLockedOut } from './LockedOut';
import { OwnMachine } from './OwnMachine';
import { useEnter } from './session';

export function SignInPage() {
  const [password, setPassword] = useState('');
  const signIn = useEnter(() => fuse('post', '/api/session', { body: { password } }));
  const lockedOut = useLockedOut();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <FrontDoor title="Sign in to Fuse" intro={`The Gantry Fuse at ${window.location.host} asks for its password.`}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        {/* Password managers keep passwords by name. */}
        <input type="text" name="username" value="fuse" autoComplete="username" readOnly hidden />
        <TextInput
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          ref={field}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {lockedOut ? <LockedOut /> : <FormError error={signIn.error} />}
        <Button type="submit" size="md" loading={signIn.isPending} disabled={lockedOut}>
          Sign in
        </Button>
      </form>
      <details className="help-hint">
        <summary>Forgot the password?</summary>
        <p className="small">
          Fuse’s own machine needs none: open <OwnMachine /> there and set a new one under Settings, Access.
        </p>
      </details>
    </FrontDoor>
  );
}
