import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { cloud, sessionQuery, storesQuery } from '../api';

/** To another store: its dashboard. */
export function useMove() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const path = useLocation({ select: ({ pathname }) => pathname });
  return useMutation({
    mutationFn: (store: string) => cloud('put', '/api/session/store', { body: { store } }),
    onSuccess: (moved) => {
      cache.setQueryData(sessionQuery.queryKey, moved);
      // Who activates a Fuse, goes on with its code.
      if (path !== '/activate') void navigate({ to: '/' });
    },
    onError: () => cache.invalidateQueries({ queryKey: storesQuery.queryKey }),
  });
}
