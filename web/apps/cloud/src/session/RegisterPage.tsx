import { FrontDoor, Loading } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { cloud, serverQuery, sessionQuery, type Newcomer } from '../api';
import { NewcomerForm } from './NewcomerForm';

/** An account and a store of one’s own, where the server lets anybody come. */
export function RegisterPage() {
  const { data: server } = useQuery(serverQuery);
  if (!server) return <Loading what="the server" />;
  if (server.registration !== 'open') {
    return (
      <FrontDoor title="By invitation only" intro={`${server.name} takes people by invitation only. Ask somebody who is there for one.`}>
        <Link to="/">Sign in</Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Create an account" intro={`On ${server.name}, with a store of your own.`}>
      <RegisterForm />
    </FrontDoor>
  );
}

function RegisterForm() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const register = useMutation({
    mutationFn: (newcomer: Newcomer) => cloud('post', '/api/registration', { body: newcomer }),
    onSuccess: (session) => {
      cache.setQueryData(sessionQuery.queryKey, session);
      void navigate({ to: '/' });
    },
  });
  return (
    <NewcomerForm action="Create Account" pending={register.isPending} error={register.error} onSubmit={register.mutate}>
      <Link to="/" className="door-link">
        I have an account
      </Link>
    </NewcomerForm>
  );
}
