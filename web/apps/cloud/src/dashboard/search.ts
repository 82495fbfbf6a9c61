import { activityText, belongs, byName, byNeed, byTimeLeft, shows, statusLook, type Show } from '@gantry/ui';
import type { PrinterView } from '../api';

export type View = 'full' | 'compact' | 'cameras';
export const views: View[] = ['full', 'compact', 'cameras'];
export const viewNames: Record<View, string> = { full: 'Full', compact: 'Compact', cameras: 'Cameras' };

export type Sort = 'need' | 'name' | 'left' | 'progress';
export const sorts: Array<{ value: Sort; label: string }> = [
  { value: 'need', label: 'Who needs you' },
  { value: 'name', label: 'Name' },
  { value: 'left', label: 'Time left' },
  { value: 'progress', label: 'Progress' },
];

/** What the address bar keeps. */
export interface DashboardSearch {
  view?: View;
  q?: string;
  show?: Show;
  /** Tags, with commas between: printers that have all of them. */
  tags?: string;
  sort?: Sort;
  policy?: 'relay';
}

const shortText = (value: unknown): string => (value === undefined ? '' : String(value).slice(0, 400));

/** Whatever somebody typed into the address bar; what is not known is left out. */
export function searchOf(raw: Record<string, unknown>): DashboardSearch {
  const q = shortText(raw.q).slice(0, 100);
  const tags = shortText(raw.tags);
  const view = views.find((one) => one === raw.view);
  const show = shows.find((one) => one === raw.show);
  const sort = sorts.find(({ value }) => value === raw.sort)?.value;
  return {
    ...(view && { view }),
    ...(q && { q }),
    ...(show && { show }),
    ...(tags && { tags }),
    ...(sort && sort !== 'need' && { sort }),
    ...(raw.policy === 'relay' && { policy: 'relay' as const }),
  };
}

export const tagsOf = ({ tags = '' }: DashboardSearch): string[] => tags.split(',').filter(Boolean);

/** Every word must be somewhere: in the name, model, serial number, file, tags or state. */
function matches({ printer, state, status, tags }: PrinterView, words: string[]): boolean {
  if (words.length === 0) return true;
  const text = [printer.name, printer.model, printer.serial, state.progress.job_name, activityText(state), statusLook(status).label, ...tags].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

const orders: Record<Sort, (one: PrinterView, other: PrinterView) => number> = {
  need: byNeed,
  name: byName,
  left: byTimeLeft,
  progress: (one, other) => other.state.progress.percent - one.state.progress.percent || byName(one, other),
};

export function pick(printers: PrinterView[], search: DashboardSearch): PrinterView[] {
  const { q = '', show, sort = 'need' } = search;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = tagsOf(search);
  return printers
    .filter((view) => (!show || belongs(view, show)) && wanted.every((tag) => view.tags.includes(tag)) && matches(view, words))
    .toSorted(orders[sort]);
}

/** Every tag of these printers and how many have it. */
export function countTags(printers: PrinterView[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tags } of printers) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return new Map([...counts].toSorted(([one], [other]) => one.localeCompare(other, undefined, { numeric: true })));
}
