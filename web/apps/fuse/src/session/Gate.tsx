import { Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, type ReactNode } from 'react';
import { isInside, sessionQuery } from './session';
import { SignInPage } from './SignInPage';

/** Once in the life of a Fuse. */
const FirstUsePage = lazy(() => import('./FirstUsePage').then((module) => ({ default: module.FirstUsePage })));

/** In place of whatever page was asked for, until whoever asks may see it: signing in leads there. */
export function Gate({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (isInside(session)) return children;
  if (session?.state === 'setup') {
    return (
      <Suspense>
        <FirstUsePage />
      </Suspense>
    );
  }
  if (session) return <SignInPage />;
  return (
    <main id="content" className="door">
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading what="Fuse" />}
    </main>
  );
}
