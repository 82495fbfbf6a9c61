import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fuse, settingsQuery, type SettingsChange } from '../api';

/** Changes the given members; what other pages change meanwhile stays. */
export function useSettingsChange() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: SettingsChange) => fuse('patch', '/api/settings', { body: change }),
    onSuccess: (saved) => cache.setQueryData(settingsQuery.queryKey, saved),
  });
}
