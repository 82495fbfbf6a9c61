import { ActionIcon, Button } from '@mantine/core';
import { Icon, type IconName } from '@gantry/ui';
import { Suspense, lazy, memo, useState, type ComponentType } from 'react';
import type { WayProps } from '../find/FindDialog';
import './add.css';
import { WayMenu } from './WayMenu';

/** Each is loaded when somebody takes that way. */
const AutoScanDialog = lazy(() => import('../find/FindDialog').then((module) => ({ default: module.AutoScanDialog })));
const SubnetDialog = lazy(() => import('../find/FindDialog').then((module) => ({ default: module.SubnetDialog })));
const AddPrinterDialog = lazy(() => import('./AddPrinterDialog').then((module) => ({ default: module.AddPrinterDialog })));
const AddVirtualPrinterDialog = lazy(() => import('../virtual/AddVirtualPrinterDialog').then((module) => ({ default: module.AddVirtualPrinterDialog })));
const ImportDialog = lazy(() => import('../import/ImportDialog').then((module) => ({ default: module.ImportDialog })));

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
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  if (open && !asked.has(open)) setAsked(new Set([...asked, open]));
  return (
    <div className="add-menu">
      <Button.Group>
        <Button variant="default" leftSection={<Icon name="search" />} onClick={() => setOpen(scans[0]!.name)}>
          {scans[0]!.name}
        </Button>
        <WayMenu ways={scans.slice(1)} onOpen={setOpen}>
          {(props) => (
            <ActionIcon className="add-more" variant="default" aria-label="More ways to scan" {...props}>
              <Icon name="down" size={16} />
            </ActionIcon>
          )}
        </WayMenu>
      </Button.Group>
      <WayMenu ways={ways} onOpen={setOpen}>
        {(props) => (
          <Button leftSection={<Icon name="plus" />} rightSection={<Icon name="down" size={16} />} {...props}>
            Add Manually
          </Button>
        )}
      </WayMenu>
      {[...scans, ...ways]
        .filter(({ name }) => asked.has(name))
        .map(({ name, Dialog }) => (
          <Suspense key={name}>
            <Dialog opened={open === name} onClose={() => setOpen('')} onInstead={setOpen} />
          </Suspense>
        ))}
    </div>
  );
});
