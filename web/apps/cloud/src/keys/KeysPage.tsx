import { Button } from '@mantine/core';
import { Age, Empty, Failure, Icon, Loading, useNow } from '@gantry/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, keysQuery, type ApiKey } from '../api';
import { Permitted } from '../settings/Denied';
import { RevokeButton } from '../settings/RevokeButton';
import { expiryText } from '../settings/lifetime';
import { permissionLabel } from '../users/roles';
import { NewKeyDialog } from './NewKeyDialog';

export function KeysPage() {
  return (
    <Permitted permission="apikey.manage" title="API Keys">
      <Keys />
    </Permitted>
  );
}

function Keys() {
  const { data: keys, error, refetch } = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      New API Key
    </Button>
  );
  return (
    <>
      <div className="page-head">
        <h1>API Keys</h1>
        {keys && keys.length > 0 && add}
      </div>
      {error && !keys && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !keys && <Loading what="the API keys" />}
      {keys?.length === 0 && (
        <Empty icon="host" title="No API keys yet" action={add}>
          A key lets a program do what you choose, over the same addresses that this page uses: a wall display, a script, another service.
        </Empty>
      )}
      {keys && keys.length > 0 && (
        <ul className="rows card" aria-label="API keys">
          {keys.map((key) => (
            <Row key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
      <NewKeyDialog opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

function Row({ apiKey: key }: { apiKey: ApiKey }) {
  const cache = useQueryClient();
  const revoke = async () => {
    await cloud('delete', '/api/keys/{id}', { path: { id: key.id } });
    await cache.invalidateQueries({ queryKey: keysQuery.queryKey });
  };
  const now = useNow();
  return (
    <li>
      <div className="rows-main">
        <b>
          {key.name} <span className="mono dim">{key.prefix}…</span>
        </b>
        <span className="small dim">
          by {key.made_by} <Age at={key.created_at} what="Made" /> ·{' '}
          {key.used_at === null ? (
            'never used'
          ) : (
            <>
              used <Age at={key.used_at} what="Last used" />
            </>
          )}{' '}
          · {expiryText(key.expires_at, now)}
        </span>
        <ul className="chips" aria-label={`Permissions of ${key.name}`}>
          {key.permissions.map((name) => (
            <li key={name}>{permissionLabel[name]}</li>
          ))}
        </ul>
      </div>
      <RevokeButton name={key.name} revoke={revoke}>
        Whatever uses it is refused at once. A key cannot be brought back; make another one.
      </RevokeButton>
    </li>
  );
}
