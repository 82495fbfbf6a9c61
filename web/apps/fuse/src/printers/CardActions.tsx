import { Confirm, Icon, type Live } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { Suspense, lazy, memo, useState } from 'react';
import { fuse, type PrinterView } from '../api';
import { CommunicationsButton } from '../communications/CommunicationsButton';
import { useDeleted } from './undo/Undo';

const EditPrinterDialog = lazy(() => import('./EditPrinterDialog').then((module) => ({ default: module.EditPrinterDialog })));

interface Props {
  view: PrinterView;
  live: Live;
  unavailable: string | undefined;
}

type Question = 'edit' | 'delete';

export function CardActions({ view, live, unavailable }: Props) {
  const [open, setOpen] = useState<Question>();
  const [edited, setEdited] = useState(false);
  if (open === 'edit' && !edited) setEdited(true);
  return (
    <>
      <Buttons printer={view.printer} live={live} unavailable={unavailable} onOpen={setOpen} />
      {edited && (
        <Suspense>
          <EditPrinterDialog view={view} opened={open === 'edit'} onClose={() => setOpen(undefined)} />
        </Suspense>
      )}
      <DeletePrinter view={view} opened={open === 'delete'} onClose={() => setOpen(undefined)} />
    </>
  );
}

interface ButtonsProps extends Pick<PrinterView, 'printer'>, Omit<Props, 'view'> {
  onOpen: (question: Question) => void;
}

/** Not drawn again with each report. */
const Buttons = memo(function Buttons({ printer, live, unavailable, onOpen }: ButtonsProps) {
  const watching = live.phase === 'connecting' || live.phase === 'live';
  const { name } = printer;
  return (
    <div className="card-actions">
      <button
        type="button"
        className="card-action"
        // In reach of the keyboard also when there is nothing to see, and then says why.
        aria-disabled={Boolean(unavailable)}
        title={unavailable}
        data-main
        aria-pressed={watching}
        aria-label={`Camera of ${name}`}
        onClick={(event) => {
          if (unavailable) return undefined;
          if (watching) return live.stop();
          // On a phone the picture is above what is on the screen, and what nobody sees does not play.
          event.currentTarget.closest('[data-live-state]')?.querySelector('.picture')?.scrollIntoView?.({ block: 'nearest' });
          return live.start();
        }}
      >
        <Icon name="camera" /> Camera
      </button>
      <CommunicationsButton printer={printer} />
      <button type="button" className="card-action" aria-label={`Edit ${name}`} onClick={() => onOpen('edit')}>
        <Icon name="edit" /> Edit
      </button>
      <button type="button" className="card-action" aria-label={`Delete ${name}`} onClick={() => onOpen('delete')}>
        <Icon name="trash" /> Delete
      </button>
    </div>
  );
});

function DeletePrinter({ view, opened, onClose }: { view: PrinterView; opened: boolean; onClose: () => void }) {
  const { id, name } = view.printer;
  const deleted = useDeleted();
  const remove = useMutation({
    mutationFn: () => fuse('delete', '/api/printers/{id}', { path: { id } }),
    onSuccess: () => {
      onClose();
      deleted(view.printer);
    },
  });
  return (
    <Confirm
      opened={opened}
      title={`Delete ${name}?`}
      action={`Delete ${name}`}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      It is removed from this Fuse and from Gantry. Nothing changes on the printer itself; it can be added again.
    </Confirm>
  );
}
