import { AgeingBar, Empty, Failure, Icon, Loading, RealtimeDot, ThemeToggle, type IconName } from '@gantry/ui';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { cloud, sessionQuery, type Permission, type Session } from './api';
import { useCloudLink } from './events';
import { SignInPage } from './session/SignInPage';
import { useAttentionTitle } from './dashboard/useAttentionTitle';

const pages: Array<{ to: '/' | '/fuses' | '/settings/users'; label: string; icon: IconName; permission?: Permission }> = [
  { to: '/', label: 'Dashboard', icon: 'dashboard' },
  { to: '/fuses', label: 'Fuses', icon: 'host', permission: 'fuse.view' },
  { to: '/settings/users', label: 'Users', icon: 'users', permission: 'user.view' },
];

export function Frame() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (isPending) return <Loading what="Gantry" />;
  if (error && !session) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!session) return <SignInPage intro={path === '/activate' ? 'Then confirm the Fuse that wants to join.' : undefined} />;
  return <SignedIn session={session} />;
}

function SignedIn({ session }: { session: Session }) {
  const link = useCloudLink();
  useAttentionTitle();
  return (
    <div className="frame">
      <aside className="side">
        <Link to="/" className="brand" aria-label="Gantry, Dashboard">
          <span className="brand-mark">
            <Icon name="logo" size={20} />
          </span>
          <span className="side-word">Gantry</span>
        </Link>
        <nav aria-label="Pages">
          {pages
            .filter(({ permission }) => !permission || session.permissions.includes(permission))
            .map(({ to, label, icon }) => (
              <Link key={to} to={to} className="nav-link" activeOptions={{ exact: true, includeSearch: false }}>
                <Icon name={icon} size={20} /> <span>{label}</span>
              </Link>
            ))}
        </nav>
      </aside>
      <div className="column">
        <header className="top">
          <span className="top-store">{session.store_name}</span>
          <RealtimeDot connected={link.connected} />
          <ThemeToggle />
          <Account session={session} />
        </header>
        <AgeingBar lostAt={link.lostAt} server="Gantry" />
        <main id="content" className="content">
          <Outlet />
        </main>
      </div>
    </div>
  );
}

function Account({ session: { user } }: { session: Session }) {
  const cache = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => cloud('delete', '/api/session'),
    onSuccess: () => cache.setQueryData(sessionQuery.queryKey, null),
  });
  useEffect(() => {
    if (signOut.error) void cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [signOut.error, cache]);
  return (
    <div className="account">
      <span className="account-name" title={`${user.email}, ${user.role}`}>
        {user.name}
      </span>
      <Button variant="subtle" color="gray" leftSection={<Icon name="exit" />} loading={signOut.isPending} onClick={() => signOut.mutate()}>
        Sign out
      </Button>
    </div>
  );
}

export function NotFound() {
  return (
    <Empty icon="info" title="There is no such page" action={<Link to="/">Back to the dashboard</Link>}>
      The address may be mistyped, or what it named was removed.
    </Empty>
  );
}
