import { Failure, Loading, SignedInBrowsers } from '@gantry/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { cloud, devicesQuery, sessionQuery } from '../api';

/** Browsers that are signed in as this person. */
export function Devices() {
  const cache = useQueryClient();
  const { data: devices, error, refetch } = useQuery({ ...devicesQuery, staleTime: 0 });
  const end = async (id: string) => {
    await cloud('delete', '/api/sessions/{id}', { path: { id } });
    await cache.invalidateQueries({ queryKey: devicesQuery.queryKey });
  };
  const endAll = async () => {
    await cloud('delete', '/api/sessions');
    cache.setQueryData(sessionQuery.queryKey, null);
  };
  return (
    <section className="card panel" aria-labelledby="devices">
      <h2 id="devices">Signed in</h2>
      {error && !devices && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !devices && <Loading what="the devices" />}
      {devices && (
        <SignedInBrowsers label="Devices" browsers={devices} end={end} endAll={endAll}>
          Every browser is signed out at once, this one too, and live video ends. API keys keep working.
        </SignedInBrowsers>
      )}
    </section>
  );
}
