import { Button } from '@mantine/core';
import { problemText } from '@gantry/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { fuse, printersQuery, type PrinterView } from '../../api';
import './undo.css';

type Printer = PrinterView['printer'];

const shownMs = 10_000;

const Deleted = createContext<(printer: Printer) => void>(() => {});

/** Tells the page which printer was just deleted. */
export const useDeleted = () => useContext(Deleted);

/** Around cards: for some seconds after one was deleted it can be brought back as it was, with its access code. */
export function UndoDeletion({ children }: { children: ReactNode }) {
  const [printer, setPrinter] = useState<Printer>();
  const forget = useCallback(() => setPrinter(undefined), []);
  return (
    <Deleted value={setPrinter}>
      {children}
      {/* There before it has something to say, so that a screen reader hears it. */}
      <div className="undo" role="status">
        {printer && <Undo key={printer.id} printer={printer} onDone={forget} />}
      </div>
    </Deleted>
  );
}

function Undo({ printer: { id, name }, onDone }: { printer: Printer; onDone: () => void }) {
  const cache = useQueryClient();
  const [held, setHeld] = useState(false);
  const restore = useMutation({
    mutationFn: () => fuse('post', '/api/printers/{id}/restore', { path: { id } }),
    onSuccess: (back: PrinterView) => {
      cache.setQueryData(printersQuery.queryKey, (all) => (all?.some(({ printer }) => printer.id === id) ? all : [...(all ?? []), back]));
      onDone();
    },
  });
  useEffect(() => {
    if (held || restore.isPending) return undefined;
    const timer = setTimeout(onDone, shownMs);
    return () => clearTimeout(timer);
  }, [held, restore.isPending, onDone]);
  return (
    <div
      className="undo-note"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{restore.error ? problemText(restore.error) : `${name} was deleted.`}</span>
      {!restore.error && (
        <Button variant="white" size="compact-md" loading={restore.isPending} onClick={() => restore.mutate()}>
          Undo
        </Button>
      )}
    </div>
  );
}
