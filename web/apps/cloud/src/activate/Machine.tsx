import { NativeSelect } from '@mantine/core';
import { countdownText, useNow } from '@gantry/ui';
import type { Asking, Store } from '../api';

interface Props {
  machine: Asking;
  store: string;
  onStore: (id: string) => void;
}

/** Which machine asks, and what it would join: the place where a wrong code is noticed. */
export function Machine({ machine, store, onStore }: Props) {
  const now = useNow();
  const left = machine.expires_at - now;
  return (
    <dl className="machine" aria-label="The machine that asks">
      <Row name="Machine" value={machine.host_name} />
      <Row name="Address" value={machine.address} mono />
      <Row name="Fingerprint" value={machine.fingerprint} mono />
      <div>
        <dt>Joins store</dt>
        <dd>
          <StoreChoice stores={machine.stores} store={store} onStore={onStore} />
        </dd>
      </div>
      <Row name="Code" value={left > 0 ? `expires in ${countdownText(left)}` : 'has expired'} />
    </dl>
  );
}

function StoreChoice({ stores, store, onStore }: { stores: Store[]; store: string; onStore: (id: string) => void }) {
  if (stores.length < 2) return stores[0]?.name;
  return (
    <NativeSelect
      aria-label="Joins store"
      data={stores.map(({ id, name }) => ({ value: id, label: name }))}
      value={store}
      onChange={(event) => onStore(event.currentTarget.value)}
    />
  );
}

function Row({ name, value, mono }: { name: string; value: string; mono?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={mono ? 'mono figures' : 'figures'}>{value}</dd>
    </div>
  );
}
