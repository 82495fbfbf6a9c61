import type { FilamentSlot } from '@gantry/api';

/** Printers write RRGGBBAA, with or without #; anything else is unknown. */
export function cssColour(colour: string): string {
  const digits = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(colour)?.[1];
  return digits ? `#${digits}` : 'var(--gray)';
}

export function slotText({ slot, loaded, material, remaining_percent, active }: FilamentSlot): string {
  if (!loaded) return `Slot ${slot + 1}: empty`;
  const left = remaining_percent >= 0 && remaining_percent <= 100 ? `${remaining_percent}% left` : 'amount unknown';
  return `Slot ${slot + 1}: ${material || 'unknown material'}, ${left}${active ? ', in use' : ''}`;
}
