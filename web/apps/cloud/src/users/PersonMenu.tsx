import { ActionIcon, Button, Menu } from '@mantine/core';
import { Confirm, Dialog, FormError, Icon } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, sessionQuery, usersQuery, type User } from '../api';
import { CopyOnce } from '../settings/CopyOnce';
import { PermissionsDialog } from './PermissionsDialog';

/** What else can be done for or with a user. */
export function PersonMenu({ user }: { user: User }) {
  const [open, setOpen] = useState<'permissions' | 'reset' | 'remove'>();
  const close = () => setOpen(undefined);
  return (
    <>
      {user.role !== 'owner' && (
        <Button variant="default" aria-label={`Permissions of ${user.name}`} onClick={() => setOpen('permissions')}>
          Permissions
        </Button>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={44} aria-label={`More about ${user.name}`}>
            <Icon name="down" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label={`More about ${user.name}`}>
          <Menu.Item leftSection={<Icon name="retry" />} onClick={() => setOpen('reset')}>
            Reset password …
          </Menu.Item>
          <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => setOpen('remove')}>
            Remove from the store …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PermissionsDialog user={user} opened={open === 'permissions'} onClose={close} />
      <Dialog opened={open === 'reset'} title={`Reset the password of ${user.name}`} onClose={close}>
        <ResetSteps user={user} onDone={close} />
      </Dialog>
      <RemoveUser user={user} opened={open === 'remove'} onClose={close} />
    </>
  );
}

function RemoveUser({ user, opened, onClose }: { user: User; opened: boolean; onClose: () => void }) {
  const cache = useQueryClient();
  const store = useQuery(sessionQuery).data?.store?.name ?? 'the store';
  const remove = useMutation({
    mutationFn: () => cloud('delete', '/api/users/{id}', { path: { id: user.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: usersQuery.queryKey }),
  });
  return (
    <Confirm
      opened={opened}
      title={`Remove ${user.name}?`}
      action={`Remove ${user.name}`}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      They leave {store} at once: open pages close, live video ends, and their API keys stop working. Their account itself stays.
    </Confirm>
  );
}

function ResetSteps({ user, onDone }: { user: User; onDone: () => void }) {
  const make = useMutation({
    mutationFn: (second_factor: boolean) => cloud('post', '/api/users/{id}/reset', { path: { id: user.id }, body: { second_factor } }),
  });
  if (make.data) {
    return (
      <div className="stack">
        <p>Hand this link to {user.name}:</p>
        <CopyOnce label="Reset link" text={make.data.link} />
        <p className="small dim">It works once and for an hour. It signs {user.name} out everywhere.</p>
        <div className="dialog-actions">
          <Button onClick={onDone}>Done</Button>
        </div>
      </div>
    );
  }
  return (
    <div className="stack">
      <p>A link is made with which {user.name} sets a new password. Until it is used the old one keeps working.</p>
      <FormError error={make.error} />
      <div className="dialog-actions">
        <Button variant="default" loading={make.isPending && make.variables} onClick={() => make.mutate(true)}>
          Also without second factor
        </Button>
        <Button loading={make.isPending && !make.variables} onClick={() => make.mutate(false)}>
          Make Link
        </Button>
      </div>
    </div>
  );
}
