import { Button } from '@mantine/core';
import { Age, Badge } from '@gantry/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, fusesQuery, type FuseHost } from '../api';
import { printersText } from '../dashboard/selection/actions';
import { RevokeButton } from '../settings/RevokeButton';
import { RenameDialog } from './RenameDialog';

const online = { label: 'Connected', icon: 'check', tone: 'green' } as const;
const offline = { label: 'Offline', icon: 'offline', tone: 'gray' } as const;

/** "gantry-fuse 0.1.0" */
const versionOf = (software: string): string => software.replace(/^gantry-fuse /, 'version ');

export function Host({ host, manages }: { host: FuseHost; manages: boolean }) {
  const [renaming, setRenaming] = useState(false);
  const cache = useQueryClient();
  const revoke = async () => {
    await cloud('delete', '/api/fuses/{id}', { path: { id: host.id } });
    await cache.invalidateQueries({ queryKey: fusesQuery.queryKey });
  };
  return (
    <li>
      <div className="rows-main">
        <b>{host.name}</b>
        <span className="small dim">
          {[host.name !== host.host_name && host.host_name, printersText(host.printers), versionOf(host.software)].filter(Boolean).join(' · ')} ·{' '}
          <LastSeen host={host} />
        </span>
      </div>
      <Badge look={host.online ? online : offline} />
      {manages && (
        <div className="row">
          <Button variant="default" aria-label={`Rename ${host.name}`} onClick={() => setRenaming(true)}>
            Rename
          </Button>
          <RevokeButton name={host.name} revoke={revoke}>
            It is cut off at once, and its {host.printers} {host.printers === 1 ? 'printer leaves' : 'printers leave'} this store. To come back it needs
            a new activation code.
          </RevokeButton>
        </div>
      )}
      <RenameDialog host={host} opened={renaming} onClose={() => setRenaming(false)} />
    </li>
  );
}

function LastSeen({ host: { online: connected, last_seen_at } }: { host: FuseHost }) {
  if (last_seen_at === 0) return 'never connected';
  return (
    <>
      {connected ? 'connected since' : 'last seen'} <Age at={last_seen_at} />
    </>
  );
}
