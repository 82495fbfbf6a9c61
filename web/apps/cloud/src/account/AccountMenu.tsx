import { Button, Menu } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { Link } from '@tanstack/react-router';
import type { Session } from '../api';
import { roleText } from '../users/roles';
import { useSignOut } from './useSignOut';

/** Who is signed in, their account, and the way out. */
export function AccountMenu({ session: { user, store } }: { session: Session }) {
  const signOut = useSignOut();
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
