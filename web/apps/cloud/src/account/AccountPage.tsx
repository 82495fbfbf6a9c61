import { Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api';
import { Devices } from './Devices';
import { PasswordPanel } from './PasswordPanel';
import { SecondFactorPanel } from './SecondFactorPanel';

export function AccountPage() {
  const { data: session } = useQuery(sessionQuery);
  if (!session) return <Loading what="your account" />;
  return (
    <>
      <div className="page-head">
        <h1>My account</h1>
        <span className="dim">
          {session.user.name} · {session.user.email}
        </span>
      </div>
      <div className="panels">
        <PasswordPanel />
        <SecondFactorPanel />
        <Devices />
      </div>
    </>
  );
}
