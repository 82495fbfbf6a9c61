import { Button } from '@mantine/core';
import { Age, Failure, FormError, useNow } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { cloud, invitationsQuery, type Invitation } from '../api';
import { roleText } from './roles';

/** Who was invited and has not come yet. */
export function Invitations({ manages }: { manages: boolean }) {
  const { data: invitations, error, refetch } = useQuery(invitationsQuery);
  if (error && !invitations) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!invitations || invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations" className="rows-section">
      <h2 id="invitations">Invited</h2>
      <ul className="rows card" aria-label="Invitations">
        {invitations.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} manages={manages} />
        ))}
      </ul>
    </section>
  );
}

function Row({ invitation, manages }: { invitation: Invitation; manages: boolean }) {
  const cache = useQueryClient();
  const { id, email, role, invited_by, created_at, expires_at } = invitation;
  const now = useNow();
  const withdraw = useMutation({
    mutationFn: () => cloud('delete', '/api/invitations/{id}', { path: { id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  return (
    <li>
      <div className="rows-main">
        <b>{email}</b>
        <span className="small dim">
          {expires_at > now ? (
            <>
              invited by {invited_by} <Age at={created_at} />
            </>
          ) : (
            'The link has expired; invite again'
          )}
        </span>
      </div>
      <span className="rows-role">{roleText[role]}</span>
      {manages && (
        <Button variant="default" loading={withdraw.isPending} aria-label={`Withdraw the invitation of ${email}`} onClick={() => withdraw.mutate()}>
          Withdraw
        </Button>
      )}
      <FormError error={withdraw.error} />
    </li>
  );
}
