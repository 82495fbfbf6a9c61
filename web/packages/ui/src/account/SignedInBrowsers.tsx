import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Age } from '../parts/Age';
import { Confirm } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { FormError } from '../parts/Notices';
import { browserName } from './browserName';

export interface SignedInBrowser {
  id: string;
  /** What it calls itself. */
  browser: string;
  address: string;
  seen_at: number;
  /** The one that shows this. */
  current: boolean;
}

interface Props {
  label: string;
  browsers: SignedInBrowser[];
  end: (id: string) => Promise<unknown>;
  endAll: () => Promise<unknown>;
  /** What ends with all of them. */
  children: ReactNode;
}

/** Browsers that are signed in, and the ways to end it; this one signs out where every page does. */
export function SignedInBrowsers({ label, browsers, end, endAll, children }: Props) {
  const [asking, setAsking] = useState(false);
  const all = useMutation({ mutationFn: endAll, onSuccess: () => setAsking(false) });
  return (
    <>
      <ul className="signed-in" aria-label={label}>
        {browsers.map((one) => (
          <Row key={one.id} one={one} end={end} />
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
        pending={all.isPending}
        error={all.error}
        onClose={() => setAsking(false)}
        onConfirm={() => all.mutate()}
      >
        {children}
      </Confirm>
    </>
  );
}

function Row({ one: { id, browser, address, seen_at, current }, end }: { one: SignedInBrowser } & Pick<Props, 'end'>) {
  const ending = useMutation({ mutationFn: () => end(id) });
  const name = browserName(browser);
  return (
    <li>
      <span className="signed-in-who">
        <b title={browser}>{name}</b>
        <span className="dim small">
          <span className="mono">{address}</span> · used <Age at={seen_at} what="Last used" />
        </span>
      </span>
      {current ? (
        <span className="signed-in-this small">
          <Icon name="check" size={14} /> This browser
        </span>
      ) : (
        <Button variant="default" loading={ending.isPending} aria-label={`Sign out ${name} at ${address}`} onClick={() => ending.mutate()}>
          Sign Out
        </Button>
      )}
      <FormError error={ending.error} />
    </li>
  );
}
