import { Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import './toggle.css';

interface Props {
  label: string;
  description: ReactNode;
  checked: boolean;
  change: (checked: boolean) => void;
  /** Until what was changed is saved. */
  pending?: boolean;
  disabled?: boolean;
}

/** One switch of a section: what it is, and what it does when it is off. */
export function Toggle({ label, description, checked, change, pending, disabled }: Props) {
  return (
    <Switch
      className="settings-toggle"
      size="md"
      withThumbIndicator={false}
      labelPosition="left"
      label={label}
      description={description}
      checked={checked}
      disabled={disabled || pending}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}
