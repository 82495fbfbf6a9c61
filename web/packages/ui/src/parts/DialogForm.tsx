import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormError } from './Notices';

interface Props {
  /** What its button says. */
  action: string;
  /** It destroys something. */
  danger?: boolean;
  disabled?: boolean;
  pending?: boolean;
  error?: unknown;
  onSubmit: () => void;
  /** Absent where the way back is closed. */
  onCancel?: () => void;
  children: ReactNode;
}

/** What a dialog asks for, the refusal beside it, and the ways out. */
export function DialogForm({ action, danger, disabled, pending, error, onSubmit, onCancel, children }: Props) {
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <FormError error={error} />
      <div className="dialog-actions">
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button type="submit" color={danger ? 'red' : undefined} loading={pending} disabled={disabled}>
          {action}
        </Button>
      </div>
    </form>
  );
}
