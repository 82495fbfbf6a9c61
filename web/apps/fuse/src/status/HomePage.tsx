import { Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { ActivationSuccess } from '../activation/ActivationSuccess';
import { activationQuery } from '../api';

const ActivationScreen = lazy(() => import('../activation/ActivationScreen').then((module) => ({ default: module.ActivationScreen })));
const StatusPage = lazy(() => import('./StatusPage').then((module) => ({ default: module.StatusPage })));

export const successMs = 2800;

/** The dashboard, or what stands in its place until this Fuse belongs to a store. */
export function HomePage() {
  const { data: activation, error, refetch } = useQuery(activationQuery);
  const celebrating = useJustActivated(activation?.state);
  if (error && !activation) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!activation) return <Loading what="the status" />;
  if (celebrating) return <ActivationSuccess />;
  return <Suspense fallback={<Loading what="the status" />}>{activation.state === 'activated' ? <StatusPage /> : <ActivationScreen activation={activation} />}</Suspense>;
}

/** True for a moment after the code was confirmed while this page was open. */
function useJustActivated(state: string | undefined): boolean {
  const [before, setBefore] = useState(state);
  const [celebrating, setCelebrating] = useState(false);
  if (state !== before) {
    setBefore(state);
    setCelebrating(state === 'activated' && before !== undefined);
  }
  useEffect(() => {
    if (!celebrating) return undefined;
    const timer = setTimeout(() => setCelebrating(false), successMs);
    return () => clearTimeout(timer);
  }, [celebrating]);
  return celebrating;
}
