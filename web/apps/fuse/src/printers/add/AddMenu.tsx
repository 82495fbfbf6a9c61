import { Button, Menu } from '@mantine/core';
import { Icon, type IconName } from '@gantry/ui';
import { useState, type ComponentType } from 'react';
import { AddVirtualPrinterDialog } from '../virtual/AddVirtualPrinterDialog';
import { AddPrinterDialog } from './AddPrinterDialog';
import './add.css';

interface Way {
  name: string;
  icon: IconName;
  Dialog: ComponentType<{ opened: boolean; onClose: () => void }>;
}

/** Each way to add a printer by hand is one line here. */
const ways: Way[] = [
  { name: 'Physical Printer', icon: 'printer', Dialog: AddPrinterDialog },
  { name: 'Virtual Printer', icon: 'flask', Dialog: AddVirtualPrinterDialog },
];

/** The ways to add printers, in the top right of the Printers page. */
export function AddMenu() {
  const [open, setOpen] = useState('');
  return (
    <div className="add-menu">
      <Menu withinPortal={false} position="bottom-end" shadow="md">
        <Menu.Target>
          <Button leftSection={<Icon name="plus" />} rightSection={<Icon name="down" size={16} />}>
            Add Manually
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ways.map(({ name, icon }) => (
            <Menu.Item key={name} leftSection={<Icon name={icon} />} onClick={() => setOpen(name)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {ways.map(({ name, Dialog }) => (
        <Dialog key={name} opened={open === name} onClose={() => setOpen('')} />
      ))}
    </div>
  );
}
