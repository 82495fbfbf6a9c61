import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { activationQuery, fuse } from '../../api';
import { useNewStart } from '../client';
import { SettingsRow } from '../SettingsRow';
import { TypedConfirm } from '../TypedConfirm';

export function DangerZone() {
  return (
    <>
      <Deactivate />
      <Reset />
    </>
  );
}

function Deactivate() {
  const active = useQuery(activationQuery).data?.state === 'activated';
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const deactivate = useMutation({
    mutationFn: () => fuse('delete', '/api/activation'),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: activationQuery.queryKey });
      setAsking(false);
    },
  });
  return (
    <>
      <SettingsRow
        title="Deactivate"
        action={
          <Button variant="outline" color="red" disabled={!active} onClick={() => setAsking(true)}>
            Deactivate
          </Button>
        }
      >
        {active
          ? 'Disconnects this Fuse from the account and keeps every printer configured here. Use it for a temporary disconnect or to switch accounts.'
          : 'This Fuse belongs to no account at the moment. Activate it on the Status page.'}
      </SettingsRow>
      <TypedConfirm opened={asking} title="Deactivate this Fuse?" word="Deactivate" pending={deactivate.isPending} error={deactivate.error} onClose={() => setAsking(false)} onConfirm={() => deactivate.mutate()}>
        <p>
          The Cloud loses its printers and cameras at once. Every printer stays configured here, but nothing syncs until this Fuse is activated
          again with a new code.
        </p>
      </TypedConfirm>
    </>
  );
}

function Reset() {
  const [asking, setAsking] = useState(false);
  // Everything that this page is about is gone: it begins anew, at the start.
  const reset = useNewStart('/api/client/reset', () => location.assign('/'));
  return (
    <>
      <SettingsRow
        title="Reset"
        action={
          <Button color="red" onClick={() => setAsking(true)}>
            Reset
          </Button>
        }
      >
        Disconnects from the account and removes all printer configurations: activation and every printer must be set up from scratch. Use it for
        a new account or severe trouble.
      </SettingsRow>
      <TypedConfirm opened={asking} title="Reset this Fuse?" word="Reset" pending={reset.isPending} error={reset.error} onClose={() => setAsking(false)} onConfirm={() => reset.mutate()}>
        <p>
          Printers with their access codes, the activation, all settings, the password, players’ tokens, cached files and the log are removed
          from this machine for good. Export the configuration first if you may need it.
        </p>
      </TypedConfirm>
    </>
  );
}
