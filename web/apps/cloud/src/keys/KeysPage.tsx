import { Button } from '@mantine/core';
import { Age, Confirm, Empty, Failure, Icon, Loading, useNow } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, keysQuery, type ApiKey } from '../api';
import { Permitted } from '../settings/Denied';
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
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => cloud('delete', '/api/keys/{id}', { path: { id: key.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const now = useNow();
  const expired = key.expires_at !== null && key.expires_at <= now;
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
          · {expired ? 'expired' : key.expires_at === null ? 'does not expire' : `expires ${new Date(key.expires_at).toLocaleDateString()}`}
        </span>
        <ul className="chips" aria-label={`Permissions of ${key.name}`}>
          {key.permissions.map((name) => (
            <li key={name}>{permissionLabel[name]}</li>
          ))}
        </ul>
      </div>
      <Button variant="default" aria-label={`Revoke ${key.name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <Confirm
        opened={asking}
        title={`Revoke ${key.name}?`}
        action={`Revoke ${key.name}`}
        pending={revoke.isPending}
        error={revoke.error}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate()}
      >
        Whatever uses it is refused at once. A key cannot be brought back; make another one.
      </Confirm>
    </li>
  );
}
