import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { addressError } from './address';

interface Props {
  value: string;
  /** What else is wrong with it. */
  error?: string;
  onChange: (value: string) => void;
}

/** Says what is wrong with an address once somebody has left the field: half of one is no mistake yet. */
export function AddressField({ value, error, onChange }: Props) {
  const [left, setLeft] = useState(false);
  return (
    <TextInput
      label="IP Address"
      placeholder="192.168.0.30"
      required
      inputMode="decimal"
      autoComplete="off"
      maxLength={64}
      value={value}
      error={error || (left && value.trim() !== '' && addressError(value))}
      onBlur={() => setLeft(true)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
