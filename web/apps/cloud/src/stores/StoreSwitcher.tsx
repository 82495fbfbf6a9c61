import { Button, Menu } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { storesQuery, type Session } from '../api';
import { roleText } from '../users/roles';
import { NewStoreDialog } from './NewStoreDialog';
import { useMove } from './useMove';

/** Which store one looks at; its people, printers and pictures are private to it. */
export function StoreSwitcher({ session }: { session: Session }) {
  const [making, setMaking] = useState(false);
  const [opened, setOpened] = useState(false);
  const { data: stores = [] } = useQuery({ ...storesQuery, enabled: opened });
  const move = useMove();
  return (
    <div className="top-store">
      <Menu position="bottom-start" shadow="md" withinPortal={false} opened={opened} onChange={setOpened}>
        <Menu.Target>
          <Button variant="subtle" color="gray" className="store-button" loading={move.isPending} rightSection={<Icon name="down" />} aria-label={`Store: ${session.store?.name ?? 'No store'}`}>
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
