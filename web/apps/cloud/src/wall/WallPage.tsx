import { ApiError, createClient } from '@gantry/api';
import type { paths } from '@gantry/api/cloud';
import { Empty, Failure, Loading, forgetFrames } from '@gantry/ui';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { sessionQuery, type Session } from '../api';
import { WallScreen } from './WallScreen';
import './wall.css';

// Nobody is signed in here, so nothing is renewed.
const plain = createClient<paths>();

const nobody: Session = { user: { id: '', name: '', email: '' }, store: null, permissions: [] };

/** Only what the wall itself is told: no query asks the server, as whoever is signed in to this browser. */
function wallClient(): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false, staleTime: Infinity, gcTime: Infinity } } });
  client.setQueryData(sessionQuery.queryKey, nobody);
  return client;
}

/** The page of a wall link: its token stands behind the # and never leaves the browser but to open the wall. */
export function WallPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const { data: wall, error, refetch } = useQuery({
    queryKey: ['wall', token],
    queryFn: () => plain('post', '/api/wall', { body: { token } }),
    enabled: Boolean(token),
  });
  const ended = error instanceof ApiError && error.status === 401;
  useEffect(() => {
    if (ended) forgetFrames();
  }, [ended]);
  if (!token) return <Notice title="This wall link is not whole">Its last part, behind the #, is missing. Copy the whole link.</Notice>;
  if (ended) return <Notice title="This wall link has ended">It was revoked, or has expired. Another one is made under Settings → Wall Links.</Notice>;
  if (error && !wall) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!wall) return <Loading what="the wall" />;
  return (
    <WallCache key={wall.id}>
      <WallScreen wall={wall} onClosed={() => void refetch()} />
    </WallCache>
  );
}

function WallCache({ children }: { children: ReactNode }) {
  const [client] = useState(wallClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function Notice({ title, children }: { title: string; children: string }) {
  return (
    <main id="content" className="wall-notice">
      <Empty icon="wall" title={title}>
        {children}
      </Empty>
    </main>
  );
}
