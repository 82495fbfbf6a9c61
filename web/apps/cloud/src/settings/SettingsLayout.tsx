import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { may, sessionQuery, type Permission } from '../api';

const sections = [
  { to: '/settings/store', label: 'Store', permission: undefined },
  { to: '/settings/users', label: 'Users', permission: 'user.view' },
  { to: '/settings/keys', label: 'API Keys', permission: 'apikey.manage' },
  { to: '/settings/walls', label: 'Wall Links', permission: 'apikey.manage' },
  { to: '/settings/audit', label: 'Audit', permission: 'audit.view' },
] as const satisfies ReadonlyArray<{ to: string; label: string; permission?: Permission }>;

export function SettingsLayout() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <>
      <nav className="sections" aria-label="Settings">
        {sections
          .filter(({ permission }) => !permission || may(session, permission))
          .map(({ to, label }) => (
            <Link key={to} to={to} className="nav-link">
              {label}
            </Link>
          ))}
        {session?.administrator && (
          <Link to="/settings/server" className="nav-link">
            Server
          </Link>
        )}
      </nav>
      <Outlet />
    </>
  );
}
