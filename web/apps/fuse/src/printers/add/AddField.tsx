import { NativeSelect, TextInput } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useState, type ReactNode } from 'react';
import { AccessNote } from './AccessNote';
import { fieldError, lengthOf } from './fields';
import { typedCode, type FormField } from './forms';
import type { Access, Failures } from './useAccess';

interface Props {
  field: FormField;
  value: string;
  /** Whose field it is, where several printers are asked for theirs. */
  of?: string;
  /** The printer said so itself. */
  filled?: boolean;
  /** In place of the field's own. */
  hint?: string;
  error?: string;
  /** What the printer says, beneath the field … */
  access?: Access;
  /** … as its driver calls it. */
  failures?: Failures;
  onChange: (value: string) => void;
  /** What else stands beneath the field. */
  children?: ReactNode;
}

/** One field as its driver declares it. */
export function AddField({ field, value, of, filled, hint = field.hint, error, access, failures, onChange, children }: Props) {
  const [left, setLeft] = useState(false);
  const { kind, label, required, choices } = field;
  const name = of && `${label} of ${of}`;
  const wrong = error || (left && value.trim() !== '' && fieldError(field, value));
  // A code has no spaces in it; a driver's own secret may.
  const typed = kind === 'secret' && !field.option ? typedCode : (text: string) => text;
  return (
    <div>
      {kind === 'choice' ? (
        <NativeSelect
          label={label}
          aria-label={name}
          description={hint || undefined}
          data={choices.includes(value) ? choices : [...choices, value]}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label={label}
          aria-label={name}
          description={hint || undefined}
          required={required}
          error={wrong || undefined}
          inputMode={kind === 'port' ? 'numeric' : kind === 'url' ? 'url' : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={lengthOf(field)}
          value={value}
          rightSection={filled ? <Icon name="check" /> : undefined}
          onBlur={() => setLeft(true)}
          onChange={(event) => onChange(typed(event.currentTarget.value))}
        />
      )}
      {children}
      {access && <AccessNote access={access} failures={failures} />}
    </div>
  );
}
