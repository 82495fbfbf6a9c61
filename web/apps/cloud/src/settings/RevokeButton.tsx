import { Button } from '@mantine/core';
import { Confirm } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

interface Props {
  name: string;
  revoke: () => Promise<unknown>;
  /** What ends with it. */
  children: ReactNode;
}

/** In the row of what somebody may come in with: ends it, once asked. */
export function RevokeButton({ name, revoke, children }: Props) {
  const [asking, setAsking] = useState(false);
  const revoking = useMutation({ mutationFn: revoke });
  return (
    <>
      <Button variant="default" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <Confirm
        opened={asking}
        title={`Revoke ${name}?`}
        action={`Revoke ${name}`}
        pending={revoking.isPending}
        error={revoking.error}
        onClose={() => setAsking(false)}
        onConfirm={() => revoking.mutate()}
      >
        {children}
      </Confirm>
    </>
  );
}
