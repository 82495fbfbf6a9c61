import { Badge, Failure, Loading } from '@gantry/ui';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { secondFactorQuery } from '../api';
import { RemoveSecondFactor } from './RemoveSecondFactor';
import { SetUpSecondFactor } from './SetUpSecondFactor';

const on = { label: 'On', icon: 'check', tone: 'green' } as const;
const off = { label: 'Off', icon: 'info', tone: 'gray' } as const;

/** A code of an app beside the password. */
export function SecondFactorPanel() {
  const { data: state, error, refetch } = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<'set up' | 'remove'>();
  const close = () => setOpen(undefined);
  if (error && !state) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!state) return <Loading what="the second factor" />;
  return (
    <section className="card panel" aria-labelledby="second-factor">
      <div className="panel-head">
        <h2 id="second-factor">Second factor</h2>
        <Badge look={state.enabled ? on : off} />
      </div>
      <p className="dim">
        {state.enabled
          ? `Signing in asks for a code of your authenticator app. ${state.recovery_codes} recovery ${state.recovery_codes === 1 ? 'code is' : 'codes are'} left.`
          : 'With it, a password alone opens nothing: signing in also asks for a code of an app on your phone.'}
      </p>
      <div className="row">
        {state.enabled ? (
          <Button variant="outline" color="red" onClick={() => setOpen('remove')}>
            Switch Off
          </Button>
        ) : (
          <Button onClick={() => setOpen('set up')}>Set Up</Button>
        )}
      </div>
      <SetUpSecondFactor opened={open === 'set up'} onClose={close} />
      <RemoveSecondFactor opened={open === 'remove'} onClose={close} />
    </section>
  );
}
