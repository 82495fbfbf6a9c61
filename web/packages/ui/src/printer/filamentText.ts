import type { FilamentSlot, FilamentUnit } from '@gantry/api';
import { durationText } from '../parts/age';

/** Printers write RRGGBBAA, with or without #; anything else is unknown. */
export function cssColour(colour: string): string {
  const digits = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(colour)?.[1];
  return digits ? `#${digits}` : 'var(--gray)';
}

const kinds: Record<FilamentUnit['kind'], string> = { other: 'AMS', ams: 'AMS', ams_lite: 'AMS Lite', ams_2_pro: 'AMS 2 Pro', ams_ht: 'AMS HT' };
const firstHt = 128;

/** As the printer's own screen counts them: A, B, …; the one-slot units on their own. */
export const unitLetter = (unit: number): string => String.fromCharCode('A'.charCodeAt(0) + (unit >= firstHt ? unit - firstHt : unit % 26));

export const unitName = ({ kind, unit }: FilamentUnit): string => `${kinds[kind]} ${unitLetter(unit)}`;

export function slotText({ slot, loaded, material, name, remaining_percent, active }: FilamentSlot, where = `Slot ${slot + 1}`): string {
  if (!loaded) return `${where}: empty`;
  const left = remaining_percent >= 0 && remaining_percent <= 100 ? `${remaining_percent}% left` : 'amount unknown';
  return `${where}: ${name || material || 'unknown material'}, ${left}${active ? ', in use' : ''}`;
}

/** "24%" where it is measured, "4/5" (5 is dry) where only a level is told. */
export function humidityText({ humidity_percent, humidity_level }: FilamentUnit): string {
  if (typeof humidity_percent === 'number') return `${humidity_percent}%`;
  return humidity_level > 0 ? `${humidity_level}/5` : '';
}

export function dryingText({ drying, drying_minutes }: FilamentUnit): string {
  if (!drying) return '';
  return drying_minutes > 0 ? `Drying, ${durationText(drying_minutes)} left` : 'Drying';
}
