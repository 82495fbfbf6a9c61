import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { fuse, statusQuery } from '../api';

export const clientQuery = queryOptions({ queryKey: ['client'], queryFn: () => fuse('get', '/api/client'), staleTime: 2000 });

const look_every_ms = 300;
const patience_ms = 30_000;

/** Until another run answers than the one that ends. */
async function startedAfter(before: number): Promise<void> {
  const end = Date.now() + patience_ms;
  /* oxlint-disable no-await-in-loop -- one look after the other is the point */
  while (Date.now() < end) {
    const status = await fuse('get', '/api/status').catch(() => undefined);
    if (status && status.started_at !== before) return;
    await new Promise((done) => setTimeout(done, look_every_ms));
  }
  /* oxlint-enable no-await-in-loop */
  throw new Error('Fuse has not come back within 30 seconds. Look at the machine it runs on.');
}

/** Ends this run of Fuse and waits for the next; then nothing that this page knew is taken for true. */
export function useNewStart(path: '/api/client/restart' | '/api/client/reset', onBack: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { started_at } = await fuse('post', path);
      await startedAfter(started_at);
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: statusQuery.queryKey });
      void cache.invalidateQueries();
      onBack();
    },
  });
}
