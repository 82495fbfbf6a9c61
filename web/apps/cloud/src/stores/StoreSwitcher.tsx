import { Button, Menu } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, sessionQuery, storesQuery, type Session } from '../api';
import { roleText } from '../users/roles';
import { NewStoreDialog } from './NewStoreDialog';

/** Which store one looks at; its people, printers and pictures are private to it. */
export function StoreSwitcher({ session }: { session: Session }) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const [opened, setOpened] = useState(false);
  const { data: stores = [] } = useQuery({ ...storesQuery, enabled: opened });
  const move = useMutation({
    mutationFn: (store: string) => cloud('put', '/api/session/store', { body: { store } }),
    onSuccess: (moved) => {
      cache.setQueryData(sessionQuery.queryKey, moved);
      void navigate({ to: '/' });
    },
    onError: () => cache.invalidateQueries({ queryKey: storesQuery.queryKey }),
  });
  return (
    <div className="top-store">
      <Menu position="bottom-start" shadow="md" withinPortal={false} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button variant="subtle" color="gray" className="store-button" loading={move.isPending} rightSection={<Icon name="down" />} aria-label={`Store: ${session.store?.name ?? 'none'}`}>
            {session.store?.name ?? 'No store'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown aria-label="Stores">
          {stores.map((store) => (
            <Menu.Item
              key={store.id}
              leftSection={<Icon name={store.id === session.store?.id ? 'check' : 'host'} />}
              onClick={() => store.id !== session.store?.id && move.mutate(store.id)}
            >
              {store.name} <span className="small dim">{roleText[store.role]}</span>
            </Menu.Item>
          ))}
          {stores.length > 0 && <Menu.Divider role="separator" />}
          <Menu.Item leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
            New store …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NewStoreDialog opened={making} onClose={() => setMaking(false)} />
    </div>
  );
}
