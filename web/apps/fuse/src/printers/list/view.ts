import { activityText, belongs, byName, byNeed, byTimeLeft, shows, statusLook, type Show } from '@gantry/ui';
import type { PrinterView } from '../../api';

export type Sort = 'need' | 'name' | 'left' | 'added';

/** What the address bar keeps. */
export interface PrintersSearch {
  q?: string;
  show?: Show;
  sort?: Sort;
}

export const sorts: Array<{ value: Sort; label: string }> = [
  { value: 'need', label: 'Who needs you' },
  { value: 'name', label: 'Name' },
  { value: 'left', label: 'Time left' },
  { value: 'added', label: 'Order added' },
];

/** Whatever somebody typed into the address bar; what is not known is left out. */
export function searchOf(raw: Record<string, unknown>): PrintersSearch {
  const q = raw.q === undefined ? '' : String(raw.q).slice(0, 100);
  const show = shows.find((one) => one === raw.show);
  const sort = sorts.find(({ value }) => value === raw.sort)?.value;
  return { ...(q && { q }), ...(show && { show }), ...(sort && sort !== 'need' && { sort }) };
}

/** Every word must be somewhere: in the name, model, address, serial number, file or state. */
function matches({ printer, address, state, status }: PrinterView, words: string[]): boolean {
  const text = [printer.name, printer.model, address, printer.serial, state.progress.job_name, activityText(state), statusLook(status).label].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

const orders: Record<Sort, ((one: PrinterView, other: PrinterView) => number) | undefined> = {
  need: byNeed,
  name: byName,
  left: byTimeLeft,
  added: undefined,
};

export function pick(printers: PrinterView[], { q = '', show, sort = 'need' }: PrintersSearch): PrinterView[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = printers.filter((view) => (!show || belongs(view, show)) && matches(view, words));
  const order = orders[sort];
  return order ? shown.toSorted(order) : shown;
}
