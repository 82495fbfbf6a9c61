import { Button } from '@mantine/core';
import { Empty, Failure, Icon, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fusesQuery, may, sessionQuery } from '../api';
import { Permitted } from '../settings/Denied';
import { Host } from './Host';

export function FusesPage() {
  return (
    <Permitted permission="fuse.view" title="Fuses">
      <Fuses />
    </Permitted>
  );
}

function Fuses() {
  const { data: fuses, error, refetch } = useQuery(fusesQuery);
  const manages = may(useQuery(sessionQuery).data, 'fuse.manage');
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
