import { NativeSelect } from '@mantine/core';
import { lifetimes, type Lifetime } from './lifetime';

/** How long that which is made here is good for. */
export function LifetimeField({ value, onChange }: { value: Lifetime; onChange: (lifetime: Lifetime) => void }) {
  return <NativeSelect label="Ends after" data={lifetimes} value={value} onChange={(event) => onChange(event.currentTarget.value as Lifetime)} />;
}
