import { Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FirstUsePage } from './FirstUsePage';
import { isInside, sessionQuery } from './session';
import { SignInPage } from './SignInPage';

/** In place of whatever page was asked for, until whoever asks may see it: signing in leads there. */
export function Gate({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  if (isInside(session)) return children;
  if (session) return session.state === 'setup' ? <FirstUsePage /> : <SignInPage />;
  return (
    <main id="content" className="door">
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading what="Fuse" />}
    </main>
  );
}
