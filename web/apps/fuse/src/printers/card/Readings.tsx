import type { PrinterState, Temperature } from '@gantry/api';

export type Heat = Pick<PrinterState, 'nozzle' | 'nozzles' | 'bed' | 'chamber'>;

interface Reading {
  name: string;
  value: Temperature;
  active?: boolean;
}

function readingsOf({ nozzle, nozzles, bed, chamber }: Heat): Reading[] {
  const hot = nozzles.length > 1 ? nozzles.map(({ name, temperature, active }) => ({ name, value: temperature, active })) : [{ name: 'Nozzle', value: nozzle }];
  return [...hot, { name: 'Bed', value: bed }, ...(chamber ? [{ name: 'Chamber', value: chamber }] : [])];
}

/** Actual and target of everything that is heated; stands in something of the class `temperatures`. */
export function Readings({ heat }: { heat: Heat }) {
  return readingsOf(heat).map(({ name, value: { actual_c, target_c }, active }) => (
    <span key={name} className="reading" data-active={active || undefined}>
      <span className="reading-name">{name}</span>{' '}
      <span className="reading-value figures">
        {Math.round(actual_c)}°{target_c > 0 && <small> / {Math.round(target_c)}°</small>}
      </span>
    </span>
  ));
}
