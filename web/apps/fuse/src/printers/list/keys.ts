import type { KeyList } from '@gantry/ui';

/** What keys do on the Printers page. */
export const keys: KeyList = [
  ['← ↑ ↓ →', 'From card to card'],
  ['Enter', 'Camera of the card'],
  ['f', 'Full screen, while the camera runs'],
  ['c', 'Save its frame'],
  ['i', 'Picture in picture'],
  ['Esc', 'Close the camera'],
  ['p', 'Pause or resume'],
  ['s', 'Stop, asks first'],
  ['l', 'Light'],
  ['t', 'Temperatures of the last hour'],
];
