import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../api';
import { openTo, settingsPages } from '../pages';

export function SettingsLayout() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <>
      <nav className="sections" aria-label="Settings">
        {openTo(session, settingsPages).map(({ to, label }) => (
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
