import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormError } from './Notices';

interface Props {
  opened: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  size?: string;
}

/** Mantine's Modal with a name on its close button and without its second header landmark. */
export function Dialog({ opened, title, onClose, children, size = 'md' }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} centered lockScroll={false}>
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
