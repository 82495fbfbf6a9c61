import { NativeSelect, TextInput } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { AccessNote } from './AccessNote';
import { typedCode, type FormField } from './forms';
import type { Access } from './useAccess';

interface Props {
  field: FormField;
  value: string;
  /** The printer said so itself. */
  filled: boolean;
  hint: string;
  error: string;
  access: Access | undefined;
  onChange: (value: string) => void;
}

/** One field as its driver declares it. */
export function AddField({ field: { kind, label, required, choices }, value, filled, hint, error, access, onChange }: Props) {
  if (kind === 'choice')
    return (
      <NativeSelect
        label={label}
        description={hint || undefined}
        data={choices.includes(value) ? choices : [...choices, value]}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const secret = kind === 'secret';
  return (
    <div>
      <TextInput
        label={label}
        description={hint || undefined}
        required={required}
        error={error || undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={64}
        value={value}
        rightSection={filled ? <Icon name="check" /> : undefined}
        onChange={(event) => onChange(secret ? typedCode(event.currentTarget.value) : event.currentTarget.value)}
      />
      {access && <AccessNote access={access} />}
    </div>
  );
}
