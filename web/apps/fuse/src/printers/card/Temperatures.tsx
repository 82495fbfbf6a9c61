import { Suspense, lazy, memo, useState } from 'react';
import type { PrinterView } from '../../api';
import { Readings, type Heat } from './Readings';

const HistoryDialog = lazy(() => import('../history/HistoryDialog').then((module) => ({ default: module.HistoryDialog })));

interface Props extends Heat {
  printer: PrinterView['printer'];
}

/** Actual and target; a click shows the last hour. */
export const Temperatures = memo(function Temperatures({ printer, ...heat }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className="temperatures"
        aria-haspopup="dialog"
        aria-keyshortcuts="t"
        title="Show the last hour"
        onClick={() => setOpened(true)}
      >
        <span className="visually-hidden">Temperatures of {printer.name}: </span>
        <Readings heat={heat} />
      </button>
      {opened && (
        <Suspense fallback={null}>
          <HistoryDialog printer={printer} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
});
