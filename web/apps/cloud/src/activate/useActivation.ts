import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { cloud, fusesQuery, sessionQuery, type Asking, type Store } from '../api';
import { isCode } from './code';

/** What the server says of a code, and the two answers to it. The store that is shown is the one that is asked for. */
export function useActivation(code: string) {
  const cache = useQueryClient();
  const here = useQuery(sessionQuery).data?.store?.id;
  const [chosen, setChosen] = useState<string>();
  const look = useMutation({ mutationFn: (asked: string) => cloud('get', '/api/activation/{code}', { path: { code: asked } }) });
  const machine = isCode(code) && !look.isPending ? look.data : undefined;
  const store = machine?.stores.find(({ id }) => id === chosen) ?? machine?.stores[0];
  const activate = useMutation({
    mutationFn: async ({ machine: { host_name: host }, store: { id, name } }: { machine: Asking; store: Store }) => {
      await cloud('post', '/api/activation/{code}', { path: { code }, body: { store: id } });
      return { host, store: name };
    },
    // What came of the other answer does not count any more.
    onMutate: (): void => refuse.reset(),
    onSuccess: () => void cache.invalidateQueries({ queryKey: fusesQuery.queryKey }),
  });
  const refuse = useMutation({
    mutationFn: async ({ machine: { host_name: host } }: { machine: Asking }) => {
      await cloud('delete', '/api/activation/{code}', { path: { code } });
      return { host };
    },
    onMutate: (): void => activate.reset(),
  });

  // Asked once for each code, and again in another store, which then comes first.
  const asked = useRef('');
  const { mutate } = look;
  useEffect(() => {
    const about = `${code} ${here}`;
    if (!isCode(code) || asked.current === about) return;
    asked.current = about;
    mutate(code);
  }, [code, here, mutate]);

  const choose = (id: string) => {
    activate.reset();
    refuse.reset();
    setChosen(id);
  };
  return { look, machine, store, choose, activate, refuse };
}
