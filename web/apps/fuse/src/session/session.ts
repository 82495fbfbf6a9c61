import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { fuse, type Session } from '../api';

/** Whether whoever looks at this page may come in. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: () => fuse('get', '/api/session') });

export const isInside = (session: Session | undefined): boolean => session?.state === 'open' || session?.state === 'signed_in';

/** Until when this address must wait before it may try again; 0 = it need not. */
export function useWait(): number {
  const { data, dataUpdatedAt } = useQuery(sessionQuery);
  return data && data.wait_s > 0 ? dataUpdatedAt + data.wait_s * 1000 : 0;
}

/** Nothing that one person saw is there for the next. */
export function forgetAllBut(cache: QueryClient, session: Session): void {
  cache.setQueryData(sessionQuery.queryKey, session);
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
}

/** An attempt to come in; after a refusal the server says how long to wait. */
export function useEnter(enter: () => Promise<Session>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: (session) => cache.setQueryData(sessionQuery.queryKey, session),
    onError: () => cache.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
}
