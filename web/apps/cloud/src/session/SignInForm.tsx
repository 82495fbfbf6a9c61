import { Button, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, sessionQuery } from '../api';

/** E-mail and password, and a code when the account has a second factor. */
export function SignInForm({ known }: { known?: string }) {
  const cache = useQueryClient();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [ticket, setTicket] = useState<string>();
  const signIn = useMutation({
    mutationFn: () => cloud('post', '/api/session', { body: { email: email.trim(), password } }),
    onSuccess: (entered) => {
      if ('second_factor' in entered) setTicket(entered.second_factor);
      else cache.setQueryData(sessionQuery.queryKey, entered);
    },
  });
  if (ticket) return <CodeForm ticket={ticket} onAgain={() => setTicket(undefined)} />;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextInput label="E-mail" type="email" autoComplete="username" required readOnly={known !== undefined} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <TextInput label="Password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
      <FormError error={signIn.error} />
      <Button type="submit" size="md" loading={signIn.isPending}>
        Sign in
      </Button>
      <Link to="/forgotten" className="door-link">
        Forgotten your password?
      </Link>
    </form>
  );
}

function CodeForm({ ticket, onAgain }: { ticket: string; onAgain: () => void }) {
  const cache = useQueryClient();
  const [code, setCode] = useState('');
  const finish = useMutation({
    mutationFn: () => cloud('post', '/api/session/second-factor', { body: { ticket, code } }),
    onSuccess: (session) => cache.setQueryData(sessionQuery.queryKey, session),
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        finish.mutate();
      }}
    >
      <TextInput
        label="Code"
        description="From your authenticator app, or one of your recovery codes"
        autoComplete="one-time-code"
        required
        className="code-field"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <FormError error={finish.error} />
      <Button type="submit" size="md" loading={finish.isPending}>
        Continue
      </Button>
      <Button variant="subtle" color="gray" onClick={onAgain}>
        Back
      </Button>
    </form>
  );
}
