import { Button, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useState, type ReactNode } from 'react';
import type { Newcomer } from '../api';

const shortestPassword = 10;

interface Props {
  /** What its button says. */
  action: string;
  pending: boolean;
  error: unknown;
  onSubmit: (newcomer: Newcomer) => void;
  /** Another way on. */
  children?: ReactNode;
}

/** Who somebody is, and the store that they found. */
export function NewcomerForm({ action, pending, error, onSubmit, children }: Props) {
  const [newcomer, setNewcomer] = useState<Newcomer>({ name: '', email: '', password: '', store_name: '' });
  const change = (key: keyof Newcomer) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setNewcomer((before) => ({ ...before, [key]: value }));
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(newcomer);
      }}
    >
      <TextInput label="Your name" autoComplete="name" required maxLength={100} value={newcomer.name} onChange={change('name')} />
      <TextInput label="E-mail" type="email" autoComplete="username" required value={newcomer.email} onChange={change('email')} />
      <TextInput
        label="Password"
        description={`At least ${shortestPassword} characters`}
        type="password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        value={newcomer.password}
        onChange={change('password')}
      />
      <TextInput label="Store name" placeholder="Workshop" required maxLength={100} value={newcomer.store_name} onChange={change('store_name')} />
      <FormError error={error} />
      <Button type="submit" size="md" loading={pending}>
        {action}
      </Button>
      {children}
    </form>
  );
}
