import { Dialog, Loading } from '@gantry/ui';
import { Suspense, lazy } from 'react';

/** Few people import, and seldom: the rest is loaded when somebody does. */
const Steps = lazy(() => import('./Steps'));

export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Import printers" onClose={onClose} size="xl">
      <Suspense fallback={<Loading what="the import" />}>
        <Steps onDone={onClose} />
      </Suspense>
    </Dialog>
  );
}
