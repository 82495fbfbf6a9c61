import type { CommandAction, Limits, PrinterState, Temperature } from '@gantry/api';

export interface Heater {
  key: string;
  name: string;
  value: Temperature;
  /** Absent: it is measured only. */
  set?: { action: CommandAction; most: number; presets: Preset[] };
  /** Of two nozzles, the one in use. */
  active?: boolean;
}

interface Preset {
  name: string;
  celsius: number;
}

const off: Preset = { name: 'Off', celsius: 0 };
const presets: Record<'nozzle' | 'bed' | 'chamber', Preset[]> = {
  nozzle: [off, { name: 'PLA', celsius: 220 }, { name: 'PETG', celsius: 250 }],
  bed: [off, { name: 'PLA', celsius: 60 }, { name: 'PETG', celsius: 70 }],
  chamber: [off, { name: 'ABS', celsius: 50 }, { name: 'PC', celsius: 60 }],
};

function setting(kind: keyof typeof presets, most: number): Heater['set'] {
  if (most === 0) return undefined;
  return { action: `${kind}_temperature`, most, presets: presets[kind].filter(({ celsius }) => celsius <= most) };
}

/** Everything that has a temperature; of two nozzles the active one can be set. */
export function heatersOf({ nozzle, nozzles, bed, chamber }: Pick<PrinterState, 'nozzle' | 'nozzles' | 'bed' | 'chamber'>, limits: Limits): Heater[] {
  const hot = setting('nozzle', limits.nozzle_c);
  const all: Heater[] =
    nozzles.length > 1
      ? nozzles.map(({ name, temperature, active }) => ({ key: name, name: `${name} nozzle`, value: temperature, active, set: active ? hot : undefined }))
      : [{ key: 'nozzle', name: 'Nozzle', value: nozzle, set: hot }];
  all.push({ key: 'bed', name: 'Bed', value: bed, set: setting('bed', limits.bed_c) });
  if (chamber) all.push({ key: 'chamber', name: 'Chamber', value: chamber, set: setting('chamber', limits.chamber_c) });
  return all;
}
