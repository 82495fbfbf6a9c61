import { AgeingBar, CommandPalette, DoctorProvider, Empty, Failure, Icon, Loading, PageKeys, RealtimeDot, ThemeToggle } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy } from 'react';
import { AccountMenu } from './account/AccountMenu';
import { sessionQuery, type Session } from './api';
import { useCloudLink } from './events';
import { openTo, pages } from './pages';
import { NoStorePage } from './session/NoStorePage';
import { SignInPage } from './session/SignInPage';
import { StoreSwitcher } from './stores/StoreSwitcher';
import { useAttentionTitle } from './dashboard/useAttentionTitle';

const CameraDoctor = lazy(() => import('./doctor/CameraDoctor').then((module) => ({ default: module.CameraDoctor })));
const Palette = lazy(() => import('./palette/Palette').then((module) => ({ default: module.Palette })));

export function Frame() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (isPending) return <Loading what="Gantry" />;
  if (error && !session) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!session) return <SignInPage intro={path === '/activate' ? 'Then confirm the Fuse that wants to join.' : undefined} />;
  return (
    <PageKeys>
      <SignedIn session={session} />
    </PageKeys>
  );
}

function SignedIn({ session }: { session: Session }) {
  const link = useCloudLink();
  const path = useLocation({ select: ({ pathname }) => pathname });
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
          {session.store &&
            openTo(session, pages).map(({ to, label, icon }) => (
              <Link key={to} to={to} className="nav-link" activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon name={icon} size={20} /> <span>{label}</span>
              </Link>
            ))}
        </nav>
        <Link to="/api" className="nav-link side-end small">
          API
        </Link>
      </aside>
      <div className="column">
        <header className="top">
          <StoreSwitcher session={session} />
          <CommandPalette palette={Palette} />
          <RealtimeDot connected={link.connected} />
          <ThemeToggle />
          <AccountMenu session={session} />
        </header>
        <AgeingBar lostAt={link.lostAt} server="Gantry" />
        <main id="content" className="content">
          <DoctorProvider doctor={CameraDoctor}>
            {session.store || path === '/account' ? <Outlet /> : <NoStorePage session={session} />}
          </DoctorProvider>
        </main>
      </div>
    </div>
  );
}

export function NotFound() {
  return (
    <main id="content" className="content">
      <Empty icon="info" heading="h1" title="There is no such page" action={<Link to="/">Back to the dashboard</Link>}>
        The address may be mistyped, or what it named was removed.
      </Empty>
    </main>
  );
}
