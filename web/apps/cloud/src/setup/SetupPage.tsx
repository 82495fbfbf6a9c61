import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, sessionQuery, setupQuery } from '../api';

const shortestPassword = 10;

/** The first owner and their store, by the one-time link. */
export function SetupPage() {
  const { token } = useSearch({ from: '/setup' });
  const { data: setup } = useQuery(setupQuery);
  if (!setup) return <Loading what="the setup" />;
  if (!setup.needed || !token) {
    const intro = setup.needed
      ? 'The link is not complete: open the whole setup link that the server printed at its first start.'
      : 'This server already has its owner.';
    return (
      <FrontDoor title="Set up Gantry" intro={intro}>
        <Link to="/">Go to Gantry</Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Set up Gantry" intro="You become the owner of this server’s first store.">
      <SetupForm token={token} />
    </FrontDoor>
  );
}

function SetupForm({ token }: { token: string }) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [owner, setOwner] = useState({ name: '', email: '', password: '', store_name: '' });
  const change = (key: keyof typeof owner) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setOwner((before) => ({ ...before, [key]: value }));
  };
  const setUp = useMutation({
    mutationFn: () => cloud('post', '/api/setup', { body: { token, ...owner } }),
    onSuccess: (session) => {
      cache.setQueryData(sessionQuery.queryKey, session);
      cache.setQueryData(setupQuery.queryKey, { needed: false });
      void navigate({ to: '/' });
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setUp.mutate();
      }}
    >
      <TextInput label="Your name" autoComplete="name" required value={owner.name} onChange={change('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" required value={owner.email} onChange={change('email')} />
      <TextInput
        label="Password"
        description={`At least ${shortestPassword} characters`}
        type="password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        value={owner.password}
        onChange={change('password')}
      />
      <TextInput label="Store name" placeholder="Workshop" required value={owner.store_name} onChange={change('store_name')} />
      <FormError error={setUp.error} />
      <Button type="submit" size="md" loading={setUp.isPending}>
        Create Store
      </Button>
    </form>
  );
}
