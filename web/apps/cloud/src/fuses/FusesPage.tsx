import { Button } from '@mantine/core';
import { Age, Badge, Confirm, Empty, Failure, Icon, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, fusesQuery, sessionQuery, type FuseHost } from '../api';

const online = { label: 'Connected', icon: 'check', tone: 'green' } as const;
const offline = { label: 'Offline', icon: 'offline', tone: 'gray' } as const;

export function FusesPage() {
  const { data: fuses, error, refetch } = useQuery(fusesQuery);
  const manages = useQuery(sessionQuery).data?.permissions.includes('fuse.manage') ?? false;
  const add = (
    <Button component={Link} to="/activate" leftSection={<Icon name="plus" />}>
      Activate a Fuse
    </Button>
  );
  return (
    <>
      <div className="page-head">
        <h1>Fuses</h1>
        {manages && fuses && fuses.length > 0 && add}
      </div>
      {error && !fuses && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !fuses && <Loading what="the Fuses" />}
      {fuses?.length === 0 && (
        <Empty icon="host" title="No Fuse has joined yet" action={manages && add}>
          Fuse runs on the printers’ network and connects them to this store. Start it and enter the code it shows.
        </Empty>
      )}
      {fuses && fuses.length > 0 && (
        <ul className="rows card" aria-label="Fuses">
          {fuses.map((host) => (
            <Host key={host.id} host={host} manages={manages} />
          ))}
        </ul>
      )}
    </>
  );
}

function Host({ host, manages }: { host: FuseHost; manages: boolean }) {
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => cloud('delete', '/api/fuses/{id}', { path: { id: host.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: fusesQuery.queryKey }),
  });
  return (
    <li>
      <div className="rows-main">
        <b>{host.host_name}</b>
        <span className="small dim">
          {host.printers} {host.printers === 1 ? 'printer' : 'printers'} · {host.software}
          {!host.online && host.last_seen_at > 0 && (
            <>
              {' '}
              · last seen <Age at={host.last_seen_at} />
            </>
          )}
        </span>
      </div>
      <Badge look={host.online ? online : offline} />
      {manages && (
        <Button variant="default" aria-label={`Revoke ${host.host_name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      )}
      <Confirm
        opened={asking}
        title={`Revoke ${host.host_name}?`}
        action={`Revoke ${host.host_name}`}
        pending={revoke.isPending}
        error={revoke.error}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate()}
      >
        It is cut off at once, and its {host.printers} {host.printers === 1 ? 'printer leaves' : 'printers leave'} this store. To come back it
        needs a new activation code.
      </Confirm>
    </li>
  );
}
