import { Button } from '@mantine/core';
import { Age, Confirm, Failure, FormError, Icon, Loading, browserName } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, devicesQuery, sessionQuery, type Device } from '../api';

/** Browsers that are signed in as this person, and the ways to end it. */
export function Devices() {
  const cache = useQueryClient();
  const { data: devices, error, refetch } = useQuery({ ...devicesQuery, staleTime: 0 });
  const [asking, setAsking] = useState(false);
  const endAll = useMutation({
    mutationFn: () => cloud('delete', '/api/sessions'),
    onSuccess: () => cache.setQueryData(sessionQuery.queryKey, null),
  });
  return (
    <section className="card panel" aria-labelledby="devices">
      <h2 id="devices">Signed in</h2>
      {error && !devices && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !devices && <Loading what="the devices" />}
      {devices && (
        <ul className="device-list" aria-label="Devices">
          {devices.map((device) => (
            <Row key={device.id} device={device} />
          ))}
        </ul>
      )}
      <div className="row">
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          Sign Out Everywhere
        </Button>
      </div>
      <Confirm
        opened={asking}
        title="Sign out everywhere?"
        action="Sign Out Everywhere"
        pending={endAll.isPending}
        error={endAll.error}
        onClose={() => setAsking(false)}
        onConfirm={() => endAll.mutate()}
      >
        Every browser is signed out at once, this one too, and live video ends. API keys keep working.
      </Confirm>
    </section>
  );
}

function Row({ device }: { device: Device }) {
  const cache = useQueryClient();
  const end = useMutation({
    mutationFn: () => cloud('delete', '/api/sessions/{id}', { path: { id: device.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: devicesQuery.queryKey }),
  });
  const name = browserName(device.browser);
  return (
    <li>
      <span className="rows-main">
        <b title={device.browser}>{name}</b>
        <span className="dim small">
          <span className="mono">{device.address}</span> · used <Age at={device.seen_at} what="Last used" />
        </span>
      </span>
      {device.current ? (
        <span className="small done">
          <Icon name="check" size={14} /> This browser
        </span>
      ) : (
        <Button variant="default" loading={end.isPending} aria-label={`Sign out ${name} at ${device.address}`} onClick={() => end.mutate()}>
          Sign Out
        </Button>
      )}
      <FormError error={end.error} />
    </li>
  );
}
