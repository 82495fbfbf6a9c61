import { countdownText, useNow } from '@gantry/ui';

interface Props {
  machine: { host_name: string; address: string; fingerprint: string; expires_at: number; store_name: string };
}

/** Which machine asks, and what it would join: the place where a wrong code is noticed. */
export function Machine({ machine }: Props) {
  const now = useNow();
  const left = machine.expires_at - now;
  return (
    <dl className="machine" aria-label="The machine that asks">
      <Row name="Machine" value={machine.host_name} />
      <Row name="Address" value={machine.address} mono />
      <Row name="Fingerprint" value={machine.fingerprint} mono />
      <Row name="Joins store" value={machine.store_name} />
      <Row name="Code" value={left > 0 ? `expires in ${countdownText(left)}` : 'has expired'} />
    </dl>
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
