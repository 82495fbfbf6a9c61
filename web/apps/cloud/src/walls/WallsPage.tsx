import { Button } from '@mantine/core';
import { Age, Empty, Failure, Icon, Loading, useNow } from '@gantry/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, wallsQuery, type Wall } from '../api';
import { Permitted } from '../settings/Denied';
import { RevokeButton } from '../settings/RevokeButton';
import { expiryText } from '../settings/lifetime';
import { scopeText } from '../users/scopeText';
import { NewWallDialog } from './NewWallDialog';

export function WallsPage() {
  return (
    <Permitted permission="apikey.manage" title="Wall Links">
      <Walls />
    </Permitted>
  );
}

function Walls() {
  const { data: walls, error, refetch } = useQuery(wallsQuery);
  const [making, setMaking] = useState(false);
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New Wall Link
    </Button>
  );
  return (
    <>
      <div className="page-head">
        <h1>Wall Links</h1>
        {walls && walls.length > 0 && add}
      </div>
      {error && !walls && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !walls && <Loading what="the wall links" />}
      {walls?.length === 0 && (
        <Empty icon="wall" title="No wall links yet" action={add}>
          A screen in the workshop opens a link of its own and shows the printers, full screen, without anybody being signed in. It can only look.
        </Empty>
      )}
      {walls && walls.length > 0 && (
        <ul className="rows card" aria-label="Wall links">
          {walls.map((wall) => (
            <Row key={wall.id} wall={wall} />
          ))}
        </ul>
      )}
      <NewWallDialog opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

function Row({ wall }: { wall: Wall }) {
  const cache = useQueryClient();
  const now = useNow();
  const revoke = async () => {
    await cloud('delete', '/api/walls/{id}', { path: { id: wall.id } });
    await cache.invalidateQueries({ queryKey: wallsQuery.queryKey });
  };
  return (
    <li>
      <div className="rows-main">
        <b>{wall.name}</b>
        <span className="small dim">
          {[wall.scope.all ? 'all printers' : scopeText(wall.scope), wall.hide_names && 'names hidden', wall.camera ? 'with cameras' : 'without cameras'].filter(Boolean).join(' · ')}
        </span>
        <span className="small dim">
          by {wall.made_by} <Age at={wall.created_at} what="Made" /> ·{' '}
          {wall.used_at === null ? (
            'never opened'
          ) : (
            <>
              shown <Age at={wall.used_at} what="Last shown" />
            </>
          )}{' '}
          · {expiryText(wall.expires_at, now)}
        </span>
      </div>
      <RevokeButton name={wall.name} revoke={revoke}>
        Every screen that shows it goes dark at once. A link cannot be brought back; make another one.
      </RevokeButton>
    </li>
  );
}
