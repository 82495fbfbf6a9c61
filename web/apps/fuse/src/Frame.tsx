import { AgeingBar, CommandPalette, DoctorProvider, Empty, Icon, PageKeys, RealtimeDot, ThemeToggle } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy } from 'react';
import { statusQuery } from './api';
import { useEventsLink } from './events';
import { SignOut } from './session/SignOut';
import { useAttention } from './useAttention';

const CameraDoctor = lazy(() => import('./doctor/CameraDoctor').then((module) => ({ default: module.CameraDoctor })));
const Palette = lazy(() => import('./palette/Palette').then((module) => ({ default: module.Palette })));

const pages = [
  { to: '/', label: 'Status' },
  { to: '/printers', label: 'Printers' },
  { to: '/files', label: 'Files' },
  { to: '/activity', label: 'Camera Activity' },
  { to: '/settings', label: 'Settings' },
] as const;

export function Frame() {
  return (
    <PageKeys>
      <Content />
    </PageKeys>
  );
}

function Content() {
  const link = useEventsLink();
  const status = useQuery(statusQuery).data;
  useAttention();
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <Link to="/" className="brand" aria-label="Gantry Fuse, Status">
          <span className="brand-mark">
            <Icon name="logo" size={20} />
          </span>
          Fuse
        </Link>
        <nav className="top-nav" aria-label="Pages">
          {pages.map(({ to, label }) => (
            <Link key={to} to={to} className="nav-link" activeOptions={{ exact: true }}>
              {label}
            </Link>
          ))}
        </nav>
        <div className="top-end">
          <CommandPalette palette={Palette} />
          <RealtimeDot connected={link.connected} />
          <ThemeToggle />
          <SignOut />
        </div>
      </header>
      <AgeingBar lostAt={link.lostAt} server="Fuse" />
      <main id="content" className="content">
        <DoctorProvider doctor={CameraDoctor}>
          <Outlet />
        </DoctorProvider>
      </main>
      <footer className="foot">
        <span>
          Gantry Fuse {status?.version} {status?.host_name && <>on {status.host_name}</>}
        </span>
        <nav aria-label="Help">
          <Link to="/api">API</Link>
          <Link to="/help">Help</Link>
          <Link to="/help" hash="support">
            Support
          </Link>
        </nav>
      </footer>
    </div>
  );
}

export function NotFound() {
  return (
    <Empty icon="info" heading="h1" title="There is no such page" action={<Link to="/">Back to Status</Link>}>
      The address may be mistyped.
    </Empty>
  );
}
