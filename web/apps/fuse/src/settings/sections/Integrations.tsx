import { Button, TextInput } from '@mantine/core';
import { Age, Failure, FormError, Icon } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accessQuery } from '../../access/access';
import { Programs } from '../../access/Programs';
import { fuse, type Settings } from '../../api';
import type { SectionProps } from '../list';
import { Toggle } from '../Toggle';
import { useSettingsChange } from '../useSettings';

/** Live printer data for programs of other people: the server's switch, how it fares, and who may read. */
export function Integrations({ settings }: SectionProps) {
  const change = useSettingsChange();
  const { data: access, error, refetch } = useQuery(accessQuery);
  return (
    <>
      <Toggle
        label="Real-time Stats WebSocket"
        description="On: other programs receive live printer data. They can steer nothing."
        checked={settings.stats_enabled}
        change={(stats_enabled) => change.mutate({ stats_enabled })}
        pending={change.isPending}
      />
      <FormError error={change.error} />
      <ServerState settings={settings} />
      <Server settings={settings} />
      {error && !access && <Failure error={error} onRetry={() => void refetch()} />}
      {access && (
        <Programs
          kind="reader"
          access={access}
          title="Readers"
          about="Programs on Fuse’s own machine read along without a token, all others need one. It is good for nothing else."
          label="Name of the reader"
          example="Home automation"
          howTo={
            <>
              The program needs it as bearer token, and the address{' '}
              <span className="mono">
                ws://{window.location.hostname}:{settings.stats_port}
              </span>
              .
            </>
          }
        />
      )}
    </>
  );
}

function ServerState({ settings: { stats_enabled, stats_port } }: { settings: Settings }) {
  // Readers come and go without telling this page.
  const { data: stats } = useQuery({
    queryKey: ['stats', stats_enabled, stats_port],
    queryFn: () => fuse('get', '/api/stats'),
    refetchInterval: 2000,
  });
  if (!stats_enabled || !stats || stats.state === 'off') return null;
  if (stats.state === 'failed')
    return (
      <p className="access-state" data-tone="yellow" role="alert">
        <Icon name="warning" size={16} /> {stats.problem?.detail}
      </p>
    );
  const { readers } = stats;
  return (
    <div role="status" aria-label="Stats server">
      <p className="access-state" data-tone="green">
        <Icon name="check" size={16} /> Listening on port {stats.port}: {readers.length === 0 ? 'nobody reads along.' : `${readers.length} ${readers.length === 1 ? 'program reads' : 'programs read'} along.`}
      </p>
      {readers.length > 0 && (
        <ul className="access-list">
          {readers.map(({ name, address, since, printers }) => (
            <li key={`${name} ${address} ${since}`}>
              <span className="access-who">
                <b>{name || 'A program at this machine'}</b>
                <span className="dim small">
                  {address} · since <Age at={since} what="Connected" /> · {printers == null ? 'all printers' : `${printers} ${printers === 1 ? 'printer' : 'printers'}`}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Server({ settings: { stats_port, stats_origins } }: { settings: Settings }) {
  const change = useSettingsChange();
  const [port, setPort] = useState(String(stats_port));
  const [origins, setOrigins] = useState(stats_origins.join(', '));
  const wanted = origins.split(/[\s,]+/).filter(Boolean);
  const same = port.trim() === String(stats_port) && wanted.join() === stats_origins.join();
  return (
    <>
      <form
        className="settings-url integrations"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ stats_port: Number(port), stats_origins: wanted });
        }}
      >
        <TextInput label="Port" inputMode="numeric" pattern="[0-9]+" required withAsterisk={false} value={port} onChange={(event) => setPort(event.currentTarget.value)} className="integrations-port" />
        <TextInput label="Web pages that may read along" placeholder="https://dashboard.example.com" value={origins} onChange={(event) => setOrigins(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={change.isPending} disabled={same}>
          Save
        </Button>
      </form>
      <FormError error={change.error} />
    </>
  );
}
