import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { fuse } from '../api';
import { sessionQuery } from '../session/session';

/** Who comes and goes tells nobody: asked again while the section is open. */
export const accessQuery = queryOptions({
  queryKey: ['access'],
  queryFn: () => fuse('get', '/api/access'),
  refetchInterval: 10_000,
  refetchOnMount: 'always',
});

/** Asks who may come in now; a change may concern whoever made it. */
export function useAskedAnew(): () => Promise<void> {
  const cache = useQueryClient();
  return async () => {
    await cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
    await cache.invalidateQueries({ queryKey: accessQuery.queryKey });
  };
}

/** A change of who may come in. */
export function useAccessChange<Output>(change: () => Promise<Output>, done?: () => void) {
  const askAnew = useAskedAnew();
  return useMutation({ mutationFn: change, onSuccess: () => done?.(), onSettled: askAnew });
}
