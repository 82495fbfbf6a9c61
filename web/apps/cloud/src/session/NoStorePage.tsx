import { Empty } from '@gantry/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../api';
import { NewStoreDialog } from '../stores/NewStoreDialog';

/** Signed in, but in no store: left it, or was removed. */
export function NoStorePage({ session }: { session: Session }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <div className="page-head">
        <h1>Welcome, {session.user.name}</h1>
      </div>
      <Empty icon="host" title="You are in no store" action={<Button onClick={() => setOpened(true)}>New Store</Button>}>
        Ask somebody who manages a store to invite {session.user.email}, or make a store of your own.
      </Empty>
      <NewStoreDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}
