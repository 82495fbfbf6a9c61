import type { PrinterState } from '@gantry/api';
import { memo } from 'react';
import { Timing } from './Timing';

type Fans = PrinterState['fans'];

const fanNames: Array<[keyof Fans, string]> = [
  ['part', 'Part'],
  ['aux', 'Aux'],
  ['chamber', 'Chamber'],
  ['heatbreak', 'Hot end'],
];

/** Those that the printer has. */
export const FanSpeeds = memo(function FanSpeeds({ fans }: { fans: Fans }) {
  const known = fanNames.filter(([key]) => typeof fans[key] === 'number');
  if (known.length === 0) return null;
  return (
    <dl className="fans small" aria-label="Fans">
      {known.map(([key, name]) => (
        <div key={key} data-still={fans[key] === 0 || undefined}>
          <dt>{name}</dt>
          <dd className="figures">{fans[key]}%</dd>
        </div>
      ))}
    </dl>
  );
});

interface Props {
  address: string;
  serial: string;
  state: PrinterState;
}

/** Where it is, how it is connected, since when. */
export function Details({ address, serial, state }: Props) {
  const meta = metaOf(state);
  return (
    <div className="details">
      <dl className="facts">
        <div>
          <dt>IP Address</dt>
          <dd className="mono">{address || '–'}</dd>
        </div>
        <div>
          <dt>Serial</dt>
          <dd className="mono">{serial || 'Unknown'}</dd>
        </div>
      </dl>
      <Timing connected_at={state.connected_at} last_report_at={state.last_report_at} reconnects={state.reconnects} />
      {meta.length > 0 && <p className="meta dim">{meta.join(' · ')}</p>}
    </div>
  );
}

const storages: Partial<Record<PrinterState['storage'], string>> = {
  none: 'No storage',
  good: 'Storage OK',
  faulty: 'Storage faulty',
  read_only: 'Storage read-only',
};

export function metaOf({ firmware, wired, wifi_dbm, storage, nozzle_diameter_mm }: PrinterState): string[] {
  const link = wired ? 'Cable' : wifi_dbm < 0 ? `Wi-Fi ${wifi_dbm} dBm` : '';
  const nozzle = nozzle_diameter_mm > 0 ? `Nozzle ${nozzle_diameter_mm} mm` : '';
  return [firmware && `Firmware ${firmware}`, link, nozzle, storages[storage] ?? ''].filter(Boolean);
}
