import { FrontDoor } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { serverQuery, setupQuery } from '../api';
import { SignInForm } from './SignInForm';

/** Stands in place of whatever page was asked for, so that signing in leads there. */
export function SignInPage({ intro }: { intro?: string }) {
  const needsSetup = useQuery(setupQuery).data?.needed;
  const isOpen = useQuery(serverQuery).data?.registration === 'open';
  if (needsSetup) {
    return (
      <FrontDoor title="Welcome to Gantry">
        <p className="dim">
          This server waits for its first owner. Open the one-time setup link that it printed at its first start (it is also in its log and
          in the file <span className="mono">setup-link</span> of its data folder).
        </p>
      </FrontDoor>
    );
  }
  return (
    <FrontDoor title="Sign in to Gantry" intro={intro}>
      <SignInForm />
      {isOpen && (
        <Link to="/register" className="door-link">
          Create an account
        </Link>
      )}
    </FrontDoor>
  );
}
