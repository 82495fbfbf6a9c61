import { Button } from '@mantine/core';
import { Confirm, FormError, Icon } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fuse } from '../../api';
import { clientQuery, useNewStart } from '../client';
import { Done, SettingsRow } from '../SettingsRow';

export function Troubleshooting() {
  return (
    <>
      <Restart />
      <SettingsRow
        title="Logs"
        action={
          <span className="row">
            <Button component={Link} to="/logs" variant="default" leftSection={<Icon name="list" />}>
              View Logs
            </Button>
            <Button component="a" href="/api/logs/download" download="gantry-fuse.log" variant="default" leftSection={<Icon name="download" />}>
              Download Logs
            </Button>
          </span>
        }
      >
        What this Fuse does, as it happens; also each step of an upload. Secrets are never in it.
      </SettingsRow>
      <AuthToken />
      <AllowedPrinters />
    </>
  );
}

function Restart() {
  const [asking, setAsking] = useState(false);
  const restart = useNewStart('/api/client/restart', () => setAsking(false));
  return (
    <>
      <SettingsRow
        title="Restart Fuse Client"
        action={
          <Button variant="default" leftSection={<Icon name="retry" />} onClick={() => setAsking(true)}>
            Restart Fuse Client
          </Button>
        }
      >
        Reads the configuration again and connects everything anew. Use it for connection trouble or after configuration changes.
      </SettingsRow>
      {restart.isSuccess && <Done>Fuse was restarted.</Done>}
      <Confirm
        opened={asking}
        title="Restart Fuse Client?"
        action="Restart"
        pending={restart.isPending}
        error={restart.error}
        onClose={() => setAsking(false)}
        onConfirm={() => restart.mutate()}
      >
        Printers, cameras and the Cloud are disconnected for a few seconds and come back by themselves. Prints go on; nothing is lost.
      </Confirm>
    </>
  );
}

function AuthToken() {
  const show = useMutation({ mutationFn: () => fuse('get', '/api/client/token'), gcTime: 0 });
  const token = show.data?.token;
  return (
    <>
      <SettingsRow
        title="Auth Token"
        action={
          <Button variant="default" loading={show.isPending} aria-expanded={Boolean(token)} onClick={() => (token ? show.reset() : show.mutate())}>
            {token ? 'Hide Token' : 'Show Token'}
          </Button>
        }
      >
        What this Fuse proves itself with to the Cloud. Whoever has it can pretend to be this Fuse: give it to support only.
      </SettingsRow>
      <FormError error={show.error} />
      {token && <code className="settings-token">{token}</code>}
    </>
  );
}

function AllowedPrinters() {
  const { data: client, error } = useQuery(clientQuery);
  return (
    <div className="settings-part">
      <p className="settings-row-title">Allowed Printers</p>
      <p className="small dim">
        {client?.allowed_by === 'own'
          ? 'The Cloud has not answered yet; these are the printers that are configured here.'
          : 'The printers that this Fuse may manage, as the Cloud says.'}
      </p>
      <FormError error={error} />
      {client?.allowed_printers.length === 0 && <p className="small">None.</p>}
      {client && client.allowed_printers.length > 0 && (
        <ul className="settings-ids" aria-label="Allowed Printers">
          {client.allowed_printers.map(({ id, name }) => (
            <li key={id}>
              <span>{name || <span className="dim">not configured here</span>}</span> <code className="mono">{id}</code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
