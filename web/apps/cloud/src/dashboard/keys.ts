/** What keys do on the dashboard. */
export const keys: Array<[key: string, what: string]> = [
  ['/', 'Search'],
  ['← ↑ ↓ →', 'From tile to tile'],
  ['Enter', 'Watch the camera of the tile'],
  ['f', 'Full screen'],
  ['c', 'Save the frame of a live picture'],
  ['i', 'Picture in picture'],
  ['l', 'Light, while the picture is live'],
  ['Esc', 'Close the picture, or clear the selection'],
  ['x', 'Select the tile; with Shift, all up to it'],
  ['Ctrl A', 'Select all that are shown'],
  ['w', 'Watch all, and stop all'],
  ['?', 'This list'],
];
