import { Button } from '@mantine/core';
import { FormError, FrontDoor, NewPassword, isNewPassword } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, sessionQuery } from '../api';

/** The end of a reset's link; the token is behind the #. */
export function ResetPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const cache = useQueryClient();
  const [password, setPassword] = useState({ first: '', again: '' });
  const reset = useMutation({
    mutationFn: () => cloud('post', '/api/password/reset', { body: { token, password: password.first } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  if (reset.isSuccess) {
    return (
      <FrontDoor title="Your password is set" intro="Every browser that was signed in with the old one is signed out.">
        <Button component={Link} to="/" size="md">
          Sign in
        </Button>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Set a new password" intro={token ? undefined : 'The link is not complete: open the whole link of the letter.'}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          reset.mutate();
        }}
      >
        <NewPassword value={password} onChange={setPassword} label="New password" />
        <FormError error={reset.error} />
        <Button type="submit" size="md" loading={reset.isPending} disabled={!token || !isNewPassword(password)}>
          Set Password
        </Button>
      </form>
    </FrontDoor>
  );
}
