import { ActionIcon } from '@mantine/core';
import { Dialog, Icon } from '@gantry/ui';
import { useState } from 'react';
import type { PrinterView } from '../../api';
import { SimulationControls } from './SimulationControls';
import './virtual.css';

/** The gear on the card of a virtual printer, and the controls behind it. */
export function SimulationGear({ view }: { view: PrinterView }) {
  const [opened, setOpened] = useState(false);
  const { name } = view.printer;
  return (
    <>
      <ActionIcon
        className="virtual-gear"
        variant="default"
        aria-label={`Simulate ${name}`}
        title="Virtual Printer Controls"
        onClick={() => setOpened(true)}
      >
        <Icon name="gear" />
      </ActionIcon>
      <Dialog opened={opened} title={`Virtual Printer Controls: ${name}`} size="lg" onClose={() => setOpened(false)}>
        <SimulationControls view={view} />
      </Dialog>
    </>
  );
}
