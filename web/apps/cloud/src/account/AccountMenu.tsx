import { Button, Menu } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { cloud, sessionQuery, type Session } from '../api';
import { roleText } from '../users/roles';

/** Who is signed in, their account, and the way out. */
export function AccountMenu({ session: { user, store } }: { session: Session }) {
  const cache = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => cloud('delete', '/api/session'),
    onSuccess: () => cache.setQueryData(sessionQuery.queryKey, null),
    onError: () => cache.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false}>
      <Menu.Target>
        <Button variant="subtle" color="gray" className="account" loading={signOut.isPending} leftSection={<Icon name="users" />} aria-label={`Account of ${user.name}`}>
          <span className="account-name">{user.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label="Account">
        <Menu.Label role="presentation">
          {user.email}
          {store && ` · ${roleText[store.role]}`}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<Icon name="gear" />}>
          My account
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="exit" />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
