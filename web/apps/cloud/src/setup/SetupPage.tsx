import { FrontDoor, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { cloud, sessionQuery, setupQuery, type Newcomer } from '../api';
import { NewcomerForm } from '../session/NewcomerForm';

/** The first owner and their store, by the one-time link. */
export function SetupPage() {
  const { token } = useSearch({ from: '/setup' });
  const { data: setup } = useQuery(setupQuery);
  if (!setup) return <Loading what="the setup" />;
  if (!setup.needed || !token) {
    const intro = setup.needed
      ? 'The link is not complete: open the whole setup link that the server printed at its first start.'
      : 'This server already has its owner.';
    return (
      <FrontDoor title="Set up Gantry" intro={intro}>
        <Link to="/">Go to Gantry</Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Set up Gantry" intro="You become the owner of this server’s first store.">
      <SetupForm token={token} />
    </FrontDoor>
  );
}

function SetupForm({ token }: { token: string }) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const setUp = useMutation({
    mutationFn: (owner: Newcomer) => cloud('post', '/api/setup', { body: { token, ...owner } }),
    onSuccess: (session) => {
      cache.setQueryData(sessionQuery.queryKey, session);
      cache.setQueryData(setupQuery.queryKey, { needed: false });
      void navigate({ to: '/' });
    },
  });
  return <NewcomerForm action="Create Store" pending={setUp.isPending} error={setUp.error} onSubmit={setUp.mutate} />;
}
