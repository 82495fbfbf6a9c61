import { Button } from '@mantine/core';
import { Confirm } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { activationQuery, fuse } from '../../api';

export function DangerZone() {
  const { data: activation } = useQuery(activationQuery);
  const [asking, setAsking] = useState(false);
  const deactivate = useMutation({
    mutationFn: () => fuse('delete', '/api/activation'),
    onSuccess: () => setAsking(false),
  });
  return (
    <>
      <div className="settings-row">
        <p className="small dim">
          {activation?.state === 'activated'
            ? 'Takes this Fuse out of its store. Every printer stays configured here.'
            : 'This Fuse belongs to no store at the moment.'}
        </p>
        <Button variant="outline" color="red" disabled={activation?.state !== 'activated'} onClick={() => setAsking(true)}>
          Deactivate
        </Button>
      </div>
      <Confirm
        opened={asking}
        title="Deactivate this Fuse?"
        action="Deactivate"
        pending={deactivate.isPending}
        error={deactivate.error}
        onClose={() => setAsking(false)}
        onConfirm={() => deactivate.mutate()}
      >
        The Cloud loses its printers and cameras at once. To come back, activate with a new code.
      </Confirm>
    </>
  );
}
