import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { fuse } from '../api';
import { forgetAllBut, sessionQuery } from './session';

/** For people from the network; nobody signs out of their own machine. */
export function SignOut() {
  const cache = useQueryClient();
  const session = useQuery(sessionQuery).data;
  const signOut = useMutation({
    mutationFn: () => fuse('delete', '/api/session'),
    onSettled: () => forgetAllBut(cache, { state: 'sign_in', wait_s: 0 }),
  });
  if (session?.state !== 'signed_in') return null;
  return (
    <Button className="sign-out" aria-label="Sign Out" variant="subtle" color="gray" leftSection={<Icon name="exit" />} loading={signOut.isPending} onClick={() => signOut.mutate()}>
      Sign Out
    </Button>
  );
}
