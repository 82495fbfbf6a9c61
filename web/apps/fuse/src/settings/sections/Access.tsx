import { Failure, Icon, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { accessQuery } from '../../access/access';
import { Password } from '../../access/Password';
import { Players } from '../../access/Players';
import { SessionList } from '../../access/SessionList';
import type { Access as AccessState } from '../../api';

/** Who may open this page from other machines. */
export function Access() {
  const { data: access, error, refetch } = useQuery(accessQuery);
  if (error && !access) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!access) return <Loading what="who may sign in" />;
  return (
    <>
      {!access.has_password && <Closed access={access} />}
      <Password access={access} />
      <SessionList access={access} />
      <Players access={access} />
    </>
  );
}

function Closed({ access: { setup_code } }: { access: AccessState }) {
  return (
    <>
      <p className="access-state" data-tone="yellow">
        <Icon name="warning" size={16} /> Other machines cannot open this page before it has a password.
      </p>
      {setup_code && (
        <p className="access-code">
          <span className="small dim" id="setup-code-label">
            Setup code
          </span>
          <output className="mono" aria-labelledby="setup-code-label">
            {setup_code}
          </output>
          <span className="small dim">Set the password here, or on the other machine with this code.</span>
        </p>
      )}
    </>
  );
}
