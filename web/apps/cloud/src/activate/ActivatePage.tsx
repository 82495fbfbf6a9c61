import { Button, TextInput } from '@mantine/core';
import { FormError, Icon, type IconName } from '@gantry/ui';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { asCode, endsTheCode, isCode, refusalText } from './code';
import { Machine } from './Machine';
import { useActivation } from './useActivation';

/** Type or bring the code, see which machine asks, let it join a store or send it away. */
export function ActivatePage() {
  const { code: brought } = useSearch({ from: '/frame/activate' });
  const navigate = useNavigate();
  const [code, setCode] = useState(asCode(brought ?? ''));
  const { look, machine, store, choose, activate, refuse } = useActivation(code);

  if (activate.isSuccess) return <Joined {...activate.data} />;
  if (refuse.isSuccess) return <Refused {...refuse.data} />;
  const failure = activate.error ?? refuse.error;
  const refusal = failure ?? (isCode(code) ? look.error : undefined);
  const shown = machine && store && !endsTheCode(failure) ? { machine, store } : undefined;
  const type = (text: string) => {
    activate.reset();
    refuse.reset();
    const next = asCode(text);
    setCode(next);
    // Kept in the address, so that it is still there after signing in anew.
    if (isCode(next)) void navigate({ to: '/activate', search: { code: next }, replace: true });
  };
  return (
    <div className="activate">
      <h1>Activate a Fuse</h1>
      <p className="dim">Enter the code that the Fuse shows on its own screen.</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (shown) activate.mutate(shown);
          else look.mutate(code);
        }}
      >
        <TextInput
          label="Activation code"
          classNames={{ input: 'activate-code' }}
          placeholder="XXXX-XXXX"
          value={code}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {shown && <Machine machine={shown.machine} store={shown.store.id} onStore={choose} />}
        {shown && <p className="small dim">Does the Fuse show the same fingerprint? Then it is the machine in front of you.</p>}
        <FormError error={refusal && new Error(refusalText(refusal, Boolean(machine)))} />
        <Button type="submit" size="md" disabled={!isCode(code) || refuse.isPending} loading={look.isPending || activate.isPending}>
          {shown ? 'Activate' : 'Continue'}
        </Button>
        {shown && (
          <Button variant="default" size="md" disabled={activate.isPending} loading={refuse.isPending} onClick={() => refuse.mutate(shown)}>
            Not Mine
          </Button>
        )}
      </form>
    </div>
  );
}

function Joined({ host, store }: { host: string; store: string }) {
  return (
    <Outcome title="Activation Successful!" icon="check">
      {host} now belongs to {store}. Its printers appear on that store’s dashboard.
    </Outcome>
  );
}

function Refused({ host }: { host: string }) {
  return (
    <Outcome title="Refused" icon="close">
      {host} joins no store, and says so on its own screen. If it was yours after all, request a new activation code there.
    </Outcome>
  );
}

function Outcome({ title, icon, children }: { title: string; icon: IconName; children: ReactNode }) {
  return (
    <div className="activate activate-done" role="status" data-outcome={icon}>
      <span className="activate-tick">
        <Icon name={icon} size={44} />
      </span>
      <h1>{title}</h1>
      <p className="dim">{children}</p>
      <Button component={Link} to="/" size="md">
        Open the dashboard
      </Button>
    </div>
  );
}
