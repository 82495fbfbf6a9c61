import { Button, TextInput } from '@mantine/core';
import { FormError, FrontDoor, Loading, NewPassword, isNewPassword } from '@gantry/ui';
import { problemText, sentence } from '@gantry/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, sessionQuery, type Invitation, type Session } from '../api';
import { SignInForm } from '../session/SignInForm';
import { roleText } from '../users/roles';

interface Offer {
  store_name: string;
  invited_by: string;
  email: string;
  role: Invitation['role'];
  has_account: boolean;
}

/** The end of an invitation's link. The token is behind the #, so that no server or log sees it on the way. */
export function InvitationPage() {
  const hash = useLocation({ select: (location) => location.hash });
  // Kept: on the way to the next page the address has none any more.
  const [token] = useState(hash);
  const { data: session } = useQuery(sessionQuery);
  const { data: offer, error, isPending } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => cloud('post', '/api/invitation/show', { body: { token } }),
    retry: false,
  });
  if (isPending) return <Loading what="the invitation" />;
  if (error) {
    return (
      <FrontDoor title="This invitation is of no use" intro={sentence(problemText(error))}>
        <Link to="/">Go to Gantry</Link>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title={`Join ${offer.store_name}`} intro={`${offer.invited_by} invites ${offer.email} to be ${roleText[offer.role]}.`}>
      <Accept token={token} offer={offer} session={session ?? null} />
    </FrontDoor>
  );
}

function Accept({ token, offer, session }: { token: string; offer: Offer; session: Session | null }) {
  if (session?.user.email === offer.email) return <JoinButton token={token} storeName={offer.store_name} />;
  if (session) return <SomebodyElse session={session} email={offer.email} />;
  if (offer.has_account) {
    return (
      <>
        <p className="dim">You have an account with this address: sign in, then join.</p>
        <SignInForm known={offer.email} />
      </>
    );
  }
  return <NewAccount token={token} email={offer.email} />;
}

function useEntering() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return (session: Session) => {
    cache.setQueryData(sessionQuery.queryKey, session);
    void navigate({ to: '/' });
  };
}

function JoinButton({ token, storeName }: { token: string; storeName: string }) {
  const enter = useEntering();
  const join = useMutation({ mutationFn: () => cloud('post', '/api/invitation/join', { body: { token } }), onSuccess: enter });
  return (
    <>
      <FormError error={join.error} />
      <Button size="md" loading={join.isPending} onClick={() => join.mutate()}>
        Join {storeName}
      </Button>
    </>
  );
}

function SomebodyElse({ session, email }: { session: Session; email: string }) {
  const cache = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => cloud('delete', '/api/session'),
    onSuccess: () => cache.setQueryData(sessionQuery.queryKey, null),
  });
  return (
    <>
      <p className="dim">
        You are signed in as {session.user.email}. Sign out to accept as {email}.
      </p>
      <FormError error={signOut.error} />
      <Button size="md" loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign Out
      </Button>
    </>
  );
}

function NewAccount({ token, email }: { token: string; email: string }) {
  const enter = useEntering();
  const [name, setName] = useState('');
  const [password, setPassword] = useState({ first: '', again: '' });
  const accept = useMutation({
    mutationFn: () => cloud('post', '/api/invitation/accept', { body: { token, name: name.trim(), password: password.first } }),
    onSuccess: enter,
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate();
      }}
    >
      <TextInput label="E-mail" type="email" autoComplete="username" readOnly value={email} />
      <TextInput label="Your name" autoComplete="name" required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NewPassword value={password} onChange={setPassword} />
      <FormError error={accept.error} />
      <Button type="submit" size="md" loading={accept.isPending} disabled={!name.trim() || !isNewPassword(password)}>
        Join
      </Button>
    </form>
  );
}
