import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, setupQuery } from '../api';

/** Stands in place of whatever page was asked for, so that signing in leads there. */
export function SignInPage({ intro }: { intro?: string }) {
  const cache = useQueryClient();
  const needsSetup = useQuery(setupQuery).data?.needed;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => cloud('post', '/api/session', { body: { email: email.trim(), password } }),
    onSuccess: (session) => cache.setQueryData(sessionQuery.queryKey, session),
  });
  if (needsSetup) {
    return (
      <FrontDoor title="Welcome to Gantry">
        <p className="dim">
          This server waits for its first owner. Open the one-time setup link that it printed at its first start (it is also in its log and
          in the file <span className="mono">setup-link</span> of its data folder).
        </p>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Sign in to Gantry" intro={intro}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <TextInput label="E-mail" type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <TextInput label="Password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <FormError error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </FrontDoor>
  );
}
