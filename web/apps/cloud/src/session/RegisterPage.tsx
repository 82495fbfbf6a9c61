import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, serverQuery, sessionQuery } from '../api';

/** An account and a store of one’s own, where the server lets anybody come. */
export function RegisterPage() {
  const { data: server } = useQuery(serverQuery);
  if (!server) return <Loading what="the server" />;
  if (server.registration !== 'open') {
    return (
      <FrontDoor title="By invitation only" intro={`${server.name} takes people by invitation only. Ask somebody who is there for one.`}>
        <Link to="/">Sign in</Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Create an account" intro={`On ${server.name}, with a store of your own.`}>
      <RegisterForm />
    </FrontDoor>
  );
}

function RegisterForm() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [person, setPerson] = useState({ name: '', email: '', password: '', store_name: '' });
  const change = (key: keyof typeof person) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setPerson((before) => ({ ...before, [key]: value }));
  };
  const register = useMutation({
    mutationFn: () => cloud('post', '/api/registration', { body: person }),
    onSuccess: (session) => {
      cache.setQueryData(sessionQuery.queryKey, session);
      void navigate({ to: '/' });
    },
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        register.mutate();
      }}
    >
      <TextInput label="Your name" autoComplete="name" required maxLength={100} value={person.name} onChange={change('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" required value={person.email} onChange={change('email')} />
      <TextInput label="Password" description="At least 10 characters" type="password" autoComplete="new-password" required minLength={10} value={person.password} onChange={change('password')} />
      <TextInput label="Store name" placeholder="Workshop" required maxLength={100} value={person.store_name} onChange={change('store_name')} />
      <FormError error={register.error} />
      <Button type="submit" size="md" loading={register.isPending}>
        Create Account
      </Button>
      <Link to="/" className="door-link">
        I have an account
      </Link>
    </form>
  );
}
