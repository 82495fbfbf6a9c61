import { Button, Modal } from '@mantine/core';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { FormError } from './Notices';
import { useStillPage } from './useStillPage';

interface Props {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: string;
}

/**
 * Mantine's Modal with a name on its close button and without its second header landmark. Until it is opened for the
 * first time it costs nothing: a page of cards has hundreds of them.
 */
export function Dialog({ opened, title, onClose, children, size = 'md' }: Props) {
  const [asked, setAsked] = useState(false);
  if (opened && !asked) setAsked(true);
  // Made closed, then opened, so that it comes as it goes.
  const made = useDeferredValue(asked, false);
  useStillPage(opened);
  if (!asked) return null;
  return (
    <Modal.Root opened={opened && made} onClose={onClose} size={size} centered lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content className="dialog">
        <div className="dialog-head">
          <Modal.Title component="h2">{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close dialog" size="lg" />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

interface ConfirmProps extends Omit<Props, 'size'> {
  action: string;
  pending: boolean;
  error?: unknown;
  onConfirm: () => void;
}

/** Asks before something is destroyed; the title names what. */
export function Confirm({ action, pending, error, onConfirm, children, ...dialog }: ConfirmProps) {
  return (
    <Dialog {...dialog}>
      <div className="stack">
        <div>{children}</div>
        <FormError error={error} />
        <div className="dialog-actions">
          <Button variant="default" onClick={dialog.onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={pending} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
