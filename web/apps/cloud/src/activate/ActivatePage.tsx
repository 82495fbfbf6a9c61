import { Button, TextInput } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { cloud, fusesQuery } from '../api';
import { asCode, isCode, refusalText } from './code';
import { Machine } from './Machine';

/** Type or bring the code, see which machine asks, let it join. */
export function ActivatePage() {
  const { code: brought } = useSearch({ from: '/frame/activate' });
  const [code, setCode] = useState(asCode(brought ?? ''));
  const ask = useMutation({ mutationFn: (asked: string) => cloud('get', '/api/activation/{code}', { path: { code: asked } }) });
  const cache = useQueryClient();
  const activate = useMutation({
    mutationFn: (asked: string) => cloud('post', '/api/activation/{code}', { path: { code: asked } }),
    onSuccess: () => void cache.invalidateQueries({ queryKey: fusesQuery.queryKey }),
  });
  const { mutate } = ask;
  const asked = useRef('');
  useEffect(() => {
    if (!isCode(code) || asked.current === code) return;
    asked.current = code;
    mutate(code);
  }, [code, mutate]);

  if (activate.isSuccess) return <Success host={ask.data?.host_name} />;
  const machine = isCode(code) && !ask.isPending ? ask.data : undefined;
  const refusal = activate.error ?? (isCode(code) ? ask.error : undefined);
  return (
    <div className="activate">
      <h1>Activate a Fuse</h1>
      <p className="dim">Enter the code that the Fuse shows on its own screen.</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (machine) activate.mutate(code);
          else mutate(code);
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
          onChange={(event) => {
            activate.reset();
            setCode(asCode(event.currentTarget.value));
          }}
        />
        {machine && !activate.error && <Machine machine={machine} />}
        <FormError error={refusal && new Error(refusalText(refusal))} />
        <Button type="submit" size="md" disabled={!isCode(code)} loading={ask.isPending || activate.isPending}>
          {machine ? 'Activate' : 'Continue'}
        </Button>
      </form>
    </div>
  );
}

function Success({ host }: { host: string | undefined }) {
  return (
    <div className="activate activate-done" role="status">
      <span className="activate-tick">
        <Icon name="check" size={44} />
      </span>
      <h1>Activation Successful!</h1>
      <p className="dim">{host ? `${host} now belongs to your store.` : 'The Fuse now belongs to your store.'} Its printers appear on the dashboard.</p>
      <Button component={Link} to="/" size="md">
        Open the dashboard
      </Button>
    </div>
  );
}
