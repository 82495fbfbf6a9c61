import { isPlain, usePageKeys } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState, type ReactNode } from 'react';
import { may, sessionQuery, type PrinterView } from '../../api';
import { can, type BulkAction } from './actions';

const BulkDialog = lazy(() => import('./BulkDialog').then((module) => ({ default: module.BulkDialog })));

interface Question {
  action: BulkAction;
  chosen: PrinterView[];
  /** What had the focus, and has it again. */
  from: Element;
}

/** p asks whether to pause those that `whom` names, or to resume them where none of them prints. What it returns is that question. */
export function usePauseKey(whom: (from: Element) => PrinterView[], onKeep: (ids: string[]) => void = () => {}): ReactNode {
  const allowed = may(useQuery(sessionQuery).data, 'printer.control');
  const [question, setQuestion] = useState<Question>();
  usePageKeys((event) => {
    if (event.key !== 'p' || !isPlain(event)) return false;
    const from = event.target as Element;
    const chosen = whom(from);
    const action = (['pause', 'resume'] as const).find((one) => chosen.some((view) => can(one, view)));
    if (action) setQuestion({ action, chosen, from });
    return action !== undefined;
  }, allowed);
  if (!question) return null;
  const { from, ...asked } = question;
  const close = () => {
    setQuestion(undefined);
    if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
  };
  return (
    <Suspense>
      <BulkDialog {...asked} onClose={close} onKeep={onKeep} />
    </Suspense>
  );
}
