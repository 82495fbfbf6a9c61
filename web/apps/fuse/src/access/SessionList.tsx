import { Button } from '@mantine/core';
import { Age, Confirm, FormError, Icon, browserName } from '@gantry/ui';
import { useState } from 'react';
import { fuse, type Access, type AccessSession } from '../api';
import { useAccessChange } from './access';

/** Browsers that are signed in, and the way to end it. */
export function SessionList({ access }: { access: Access }) {
  const people = access.sessions.filter(({ kind }) => kind === 'person').toSorted((one, other) => other.seen_at - one.seen_at);
  const [asking, setAsking] = useState(false);
  const endAll = useAccessChange(() => fuse('delete', '/api/access/sessions'), () => setAsking(false));
  if (people.length === 0) return access.has_password ? <p className="small dim">Nobody is signed in from another machine.</p> : null;
  return (
    <div className="access-part">
      <h3>Signed in</h3>
      <ul className="access-list">
        {people.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
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
        Every browser on another machine is signed out at once{people.some(({ is_this }) => is_this) && ', this one too'}. Live video there ends.
      </Confirm>
    </div>
  );
}

function Row({ session }: { session: AccessSession }) {
  const { id, browser, address, seen_at, is_this } = session;
  const end = useAccessChange(() => fuse('delete', '/api/access/sessions/{id}', { path: { id } }));
  const name = browserName(browser);
  return (
    <li>
      <span className="access-who">
        <b title={browser}>{name}</b>
        {is_this && (
          <span className="access-this small">
            <Icon name="check" size={14} /> This browser
          </span>
        )}
        <span className="dim small">
          <span className="mono">{address}</span> · used <Age at={seen_at} what="Last used" />
        </span>
      </span>
      <Button variant="default" loading={end.isPending} aria-label={`Sign out ${name} at ${address}`} onClick={() => end.mutate()}>
        Sign Out
      </Button>
      <FormError error={end.error} />
    </li>
  );
}
