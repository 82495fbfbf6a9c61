import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { cloud, sessionQuery, storesQuery } from '../api';

/** To another store: its dashboard. */
export function useMove() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (store: string) => cloud('put', '/api/session/store', { body: { store } }),
    onSuccess: (moved) => {
      cache.setQueryData(sessionQuery.queryKey, moved);
      void navigate({ to: '/' });
    },
    onError: () => cache.invalidateQueries({ queryKey: storesQuery.queryKey }),
  });
}
