import { Button, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useState, type ReactNode } from 'react';
import type { SettingsChange } from '../api';
import { useSettingsChange } from './useSettings';

interface Props {
  label: string;
  description: ReactNode;
  member: 'file_cache_gb' | 'timelapse_cache_gb';
  value: number;
}

/** A size in GB; what no cache can have is said before it is sent. */
export function SizeField({ label, description, member, value }: Props) {
  const change = useSettingsChange();
  const [typed, setTyped] = useState(String(value));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(String(value));
  }
  const size = Number(typed);
  const fits = /^\d+$/.test(typed) && size >= 1 && size <= 10_000;
  return (
    <>
      <form
        className="settings-url settings-size"
        onSubmit={(event) => {
          event.preventDefault();
          if (fits) change.mutate({ [member]: size } as SettingsChange);
        }}
      >
        <TextInput
          label={label}
          description={description}
          inputMode="numeric"
          autoComplete="off"
          rightSection={<span className="small dim">GB</span>}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value.trim())}
          error={fits ? undefined : 'Between 1 and 10000 GB'}
        />
        <Button type="submit" variant="default" loading={change.isPending} disabled={!fits || size === value}>
          Save
        </Button>
      </form>
      <FormError error={change.error} />
    </>
  );
}
