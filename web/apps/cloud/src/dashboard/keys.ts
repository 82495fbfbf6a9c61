import { paletteKey } from '@gantry/ui';

/** What keys do on the dashboard. */
export const keys: Array<[key: string, what: string]> = [
  ['/', 'Search'],
  [paletteKey, 'Find a printer, a page or an action'],
  ['← ↑ ↓ →', 'From printer to printer'],
  ['Enter', 'Watch its camera; in Compact, open it'],
  ['p', 'Pause or resume it, or the selection; asks first'],
  ['f', 'Full screen'],
  ['c', 'Save the frame of a live picture'],
  ['i', 'Picture in picture'],
  ['l', 'Light, while the picture is live'],
  ['Esc', 'Close the picture, or clear the selection'],
  ['x', 'Select it; with Shift, all up to it'],
  ['Ctrl A', 'Select all that are shown'],
  ['w', 'Watch all, and stop all'],
  ['?', 'This list'],
];
