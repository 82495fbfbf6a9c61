import { Button } from '@mantine/core';
import { Failure, Icon, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may, sessionQuery, usersQuery } from '../api';
import { Permitted } from '../settings/Denied';
import { Invitations } from './Invitations';
import { InviteDialog } from './InviteDialog';
import { Person } from './Person';

export function UsersPage() {
  return (
    <Permitted permission="user.view" title="Users">
      <Users />
    </Permitted>
  );
}

function Users() {
  const { data: users, error, refetch } = useQuery(usersQuery);
  const session = useQuery(sessionQuery).data;
  const manages = may(session, 'user.manage');
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <div className="page-head">
        <h1>Users</h1>
        {manages && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setInviting(true)}>
            Invite User
          </Button>
        )}
      </div>
      {error && !users && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !users && <Loading what="the users" />}
      {users && (
        <ul className="rows card" aria-label="Users">
          {users.map((user) => (
            <Person key={user.id} user={user} editable={manages && user.id !== session?.user.id} />
          ))}
        </ul>
      )}
      <p className="small dim rows-note">Owner, Admin and Operator see the cameras; Viewer does not. A change takes effect at once, live video included.</p>
      <Invitations manages={manages} />
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </>
  );
}
