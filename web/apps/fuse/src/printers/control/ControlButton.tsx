import { Button } from '@mantine/core';
import { Suspense, lazy, memo, useState } from 'react';
import type { PrinterView } from '../../api';

const ControlDialog = lazy(() => import('./ControlDialog').then((module) => ({ default: module.ControlDialog })));

/** To what is set by hand: temperatures, speed, fans and axes. */
export function ControlButton({ view }: { view: PrinterView }) {
  const [opened, setOpened] = useState(false);
  if (!view.printer.limits) return null;
  return (
    <>
      <Opener name={view.printer.name} onOpen={setOpened} />
      {opened && (
        <Suspense fallback={null}>
          <ControlDialog view={view} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Not drawn again with each report. */
const Opener = memo(function Opener({ name, onOpen }: { name: string; onOpen: (opened: true) => void }) {
  return (
    <Button variant="default" className="control-button" aria-haspopup="dialog" aria-label={`Temperatures, speed, fans, axes of ${name}`} onClick={() => onOpen(true)}>
      Temperatures, speed, fans, axes
    </Button>
  );
});
