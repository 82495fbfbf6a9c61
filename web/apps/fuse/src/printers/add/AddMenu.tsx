import { ActionIcon, Button, Menu } from '@mantine/core';
import { Icon, type IconName } from '@gantry/ui';
import { memo, useState, type ComponentType } from 'react';
import { AutoScanDialog, SubnetDialog, type WayProps } from '../find/FindDialog';
import { AddVirtualPrinterDialog } from '../virtual/AddVirtualPrinterDialog';
import { AddPrinterDialog } from './AddPrinterDialog';
import { ImportDialog } from '../import/ImportDialog';
import './add.css';

interface Way {
  name: string;
  icon: IconName;
  Dialog: ComponentType<WayProps>;
}

/** Each way to look for printers is one line here; the first one is the button … */
const scans: Way[] = [
  { name: 'Auto-Scan', icon: 'search', Dialog: AutoScanDialog },
  { name: 'Scan Custom Subnet', icon: 'host', Dialog: SubnetDialog },
];

/** … and each way to add a printer by hand one line here. */
const ways: Way[] = [
  { name: 'Physical Printer', icon: 'printer', Dialog: AddPrinterDialog },
  { name: 'Virtual Printer', icon: 'flask', Dialog: AddVirtualPrinterDialog },
  { name: 'Import', icon: 'upload', Dialog: ImportDialog },
];

/** The ways to add printers, in the top right of the Printers page. */
export const AddMenu = memo(function AddMenu() {
  const [open, setOpen] = useState('');
  return (
    <div className="add-menu">
      <Button.Group>
        <Button variant="default" leftSection={<Icon name="search" />} onClick={() => setOpen(scans[0]!.name)}>
          {scans[0]!.name}
        </Button>
        <WayMenu ways={scans.slice(1)} onOpen={setOpen}>
          <ActionIcon className="add-more" variant="default" aria-label="More ways to scan">
            <Icon name="down" size={16} />
          </ActionIcon>
        </WayMenu>
      </Button.Group>
      <WayMenu ways={ways} onOpen={setOpen}>
        <Button leftSection={<Icon name="plus" />} rightSection={<Icon name="down" size={16} />}>
          Add Manually
        </Button>
      </WayMenu>
      {[...scans, ...ways].map(({ name, Dialog }) => (
        <Dialog key={name} opened={open === name} onClose={() => setOpen('')} onInstead={setOpen} />
      ))}
    </div>
  );
});

function WayMenu({ ways: all, onOpen, children }: { ways: Way[]; onOpen: (name: string) => void; children: React.ReactNode }) {
  return (
    <Menu withinPortal={false} hideDetached={false} position="bottom-end" shadow="md">
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {all.map(({ name, icon }) => (
          <Menu.Item key={name} leftSection={<Icon name={icon} />} onClick={() => onOpen(name)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
