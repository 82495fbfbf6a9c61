import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor, Loading } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud } from '../api';

export function ForgottenPage() {
  const { data: help } = useQuery({ queryKey: ['password help'], queryFn: () => cloud('get', '/api/password') });
  if (!help) return <Loading what="Gantry" />;
  return (
    <FrontDoor
      title="A new password"
      intro={
        help.by_mail
          ? 'You get a letter with a link to set one.'
          : 'This server sends no e-mail. Ask an owner or admin of your store for a link (Settings → Users → Reset password), or whoever runs the server: gantry-cloud reset-link.'
      }
    >
      {help.by_mail && <AskForm />}
      <Link to="/">Back to signing in</Link>
    </FrontDoor>
  );
}

function AskForm() {
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => cloud('post', '/api/password/forgotten', { body: { email: email.trim() } }) });
  if (ask.isSuccess) {
    return <p role="status">If somebody has the address {email.trim()} here, a letter is on its way. The link in it works for an hour.</p>;
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <TextInput label="E-mail" type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <FormError error={ask.error} />
      <Button type="submit" size="md" loading={ask.isPending}>
        Send Link
      </Button>
    </form>
  );
}
