import type { OverallStatus } from '@gantry/api';
import { byName, minutesLeft, needsAttention, statusLook, type Sortable } from '../parts/status';

export type Show = 'attention' | OverallStatus;

export const shows: Show[] = ['attention', 'printing', 'waiting', 'needs_configuration', 'ready', 'offline'];
export const showLabel = (show: Show): string => (show === 'attention' ? 'Needs you' : statusLook(show).label);

export const belongs = (view: Sortable, show: Show): boolean => (show === 'attention' ? needsAttention(view.state) : view.status === show);

export type Counts = Partial<Record<Show, number>>;

export function countsOf(printers: Sortable[]): Counts {
  return Object.fromEntries(shows.map((show) => [show, printers.filter((view) => belongs(view, show)).length]));
}

/** What does not print is done long before everything, or never: it comes last. */
const leftOf = (view: Sortable): number => (view.status === 'printing' ? minutesLeft(view) : Number.MAX_VALUE);

export const byTimeLeft = (one: Sortable, other: Sortable): number => leftOf(one) - leftOf(other) || byName(one, other);
