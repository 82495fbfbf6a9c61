import { Button } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { probe, type Probe } from '@gantry/ui/doctor';
import { useMutation, useQuery } from '@tanstack/react-query';
import { printersQuery, type ServerSettings } from '../api';
import { useCloudLink } from '../events';
import { handedOut, savedServers } from './iceServers';

/** Asks each server from this browser, as a live view does, and says of each what came of it. What is not saved is not tested. */
export function ServersTest({ settings, disabled }: { settings: ServerSettings['settings']; disabled: boolean }) {
  const { hub } = useCloudLink();
  const printers = useQuery({ ...printersQuery, enabled: false }).data ?? [];
  const saved = savedServers(settings);
  const about = JSON.stringify(saved);
  const test = useMutation({
    mutationFn: async () => {
      const online = printers.find(({ state }) => state.connection === 'online');
      const given = online && (await handedOut(hub.checks, online.printer.id));
      return { about, results: await Promise.all((given ?? saved).map(probe)) };
    },
  });
  const tested = !disabled && test.data?.about === about ? test.data.results : undefined;
  return (
    <>
      <Button variant="default" disabled={disabled} loading={test.isPending} onClick={() => test.mutate()} title={disabled ? 'Save first: what is saved is tested' : undefined}>
        Test
      </Button>
      <FormError error={test.error} />
      <div className="probes" role="status">
        {tested && <Results of={tested} />}
      </div>
    </>
  );
}

function Results({ of }: { of: Probe[] }) {
  return (
    <ul aria-label="Results of the test">
      {of.length === 0 && <li>There is no server to test: only direct ways are used.</li>}
      {of.map(({ name, well, says }) => (
        <li key={name} data-tone={well ? 'green' : 'red'}>
          <Icon name={well ? 'check' : 'error'} size={16} />
          <span className="mono">{name}</span>
          <span>{says}</span>
        </li>
      ))}
    </ul>
  );
}
