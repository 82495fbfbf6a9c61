import { TextInput } from '@mantine/core';
import { Dialog, DialogForm } from '@gantry/ui';
import { useState, type ReactNode } from 'react';

interface Props {
  opened: boolean;
  title: string;
  /** What must be typed, and what the button says. */
  word: string;
  pending: boolean;
  error?: unknown;
  onClose: () => void;
  onConfirm: () => void;
  children: ReactNode;
}

/** For what no undo brings back: a slip of the finger is not enough. */
export function TypedConfirm({ opened, title, onClose, ...rest }: Props) {
  return (
    <Dialog opened={opened} title={title} onClose={onClose}>
      <Form {...rest} onClose={onClose} />
    </Dialog>
  );
}

function Form({ word, pending, error, onClose, onConfirm, children }: Omit<Props, 'opened' | 'title'>) {
  const [typed, setTyped] = useState('');
  const fits = typed.trim().toLowerCase() === word.toLowerCase();
  return (
    <DialogForm action={word} danger disabled={!fits} pending={pending} error={error} onCancel={onClose} onSubmit={() => fits && onConfirm()}>
      <div>{children}</div>
      <TextInput
        label={`Type “${word}” to confirm`}
        data-autofocus
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
