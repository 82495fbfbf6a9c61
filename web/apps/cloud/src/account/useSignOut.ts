import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cloud, sessionQuery } from '../api';

export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => cloud('delete', '/api/session'),
    onSuccess: () => cache.setQueryData(sessionQuery.queryKey, null),
    onError: () => cache.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
}
