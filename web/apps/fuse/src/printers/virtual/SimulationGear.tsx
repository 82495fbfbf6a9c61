import { ActionIcon } from '@mantine/core';
import { Dialog, Icon, Loading } from '@gantry/ui';
import { Suspense, lazy, useState } from 'react';
import type { PrinterView } from '../../api';
import './virtual.css';

const SimulationControls = lazy(() => import('./SimulationControls').then((module) => ({ default: module.SimulationControls })));

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
        <Suspense fallback={<Loading what="the controls" />}>
          <SimulationControls view={view} />
        </Suspense>
      </Dialog>
    </>
  );
}
