import type { KeyList } from '@gantry/ui';

/** What whoever looks may do. */
interface May {
  watch: boolean;
  control: boolean;
  /** There is something that can be done with a selection. */
  select: boolean;
}

const arrows: KeyList = [['← ↑ ↓ →', 'From printer to printer']];
const pause: KeyList = [['p', 'Pause or resume it, or the selection; asks first']];
const light: KeyList = [['l', 'Light, while the picture is live']];
const picture: KeyList = [
  ['f', 'Full screen'],
  ['c', 'Save the frame of a live picture'],
  ['i', 'Picture in picture'],
];
const selection: KeyList = [
  ['x', 'Select it; with Shift, all up to it'],
  ['Ctrl A', 'Select all that are shown'],
];

/** What keys do on the dashboard. */
export function dashboardKeys({ watch, control, select }: May): KeyList {
  const escapes = [watch && 'Close the picture', select && 'clear the selection'].filter(Boolean).join(', or ');
  return [
    ...arrows,
    ['Enter', watch ? 'Watch its camera; in Compact, open it' : 'Open it'],
    ...(control ? pause : []),
    ...(watch ? picture : []),
    ...(watch && control ? light : []),
    ...(escapes ? [['Esc', escapes[0]!.toUpperCase() + escapes.slice(1)] as const] : []),
    ...(select ? selection : []),
    ...(watch ? ([['w', 'Watch all, and stop all']] as const) : []),
  ];
}

/** What keys do on the page of one printer. */
export function printerKeys({ watch, control }: Omit<May, 'select'>): KeyList {
  return [
    ...(control ? ([['p', 'Pause or resume the print; asks first']] as const) : []),
    ...(watch ? ([['Enter', 'Watch its camera, when its picture has the focus']] as const) : []),
    ...(watch ? picture : []),
    ...(watch && control ? light : []),
    ...(watch ? ([['Esc', 'Close the picture']] as const) : []),
  ];
}
