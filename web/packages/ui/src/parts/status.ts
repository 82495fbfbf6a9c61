import type { OverallStatus, PrinterState } from '@gantry/api';
import type { IconName } from './Icon';

export interface Look {
  label: string;
  icon: IconName;
  tone: 'green' | 'blue' | 'purple' | 'yellow' | 'gray' | 'red';
}

const looks: Record<OverallStatus, Look> = {
  printing: { label: 'Printing', icon: 'play', tone: 'green' },
  ready: { label: 'Ready', icon: 'idle', tone: 'blue' },
  waiting: { label: 'Waiting', icon: 'waiting', tone: 'purple' },
  needs_configuration: { label: 'Needs configuration', icon: 'wrench', tone: 'yellow' },
  offline: { label: 'Offline', icon: 'offline', tone: 'gray' },
};

/** The same look in every view, so that a printer reads identically everywhere. */
export function statusLook(status: OverallStatus, connection?: PrinterState['connection']): Look {
  const look = looks[status];
  if (status !== 'offline') return look;
  if (connection === 'stale') return { ...look, label: 'Stale' };
  if (connection === 'disabled') return { ...look, label: 'Disabled' };
  return look;
}

const activities: Record<PrinterState['activity'], string> = {
  unknown: 'Unknown',
  idle: 'Idle',
  preparing: 'Preparing',
  printing: 'Printing',
  paused: 'Paused',
  finished: 'Finished',
  failed: 'Failed',
};

export const activityText = (state: PrinterState): string => activities[state.activity];

const connections: Record<PrinterState['connection'], Look> = {
  disabled: { label: 'Disabled', icon: 'offline', tone: 'gray' },
  connecting: { label: 'Connecting', icon: 'waiting', tone: 'gray' },
  online: { label: 'Connected', icon: 'check', tone: 'green' },
  stale: { label: 'Stale', icon: 'waiting', tone: 'gray' },
  offline: { label: 'Disconnected', icon: 'offline', tone: 'gray' },
  refused: { label: 'Refused', icon: 'error', tone: 'red' },
};

export const connectionLook = (connection: PrinterState['connection']): Look => connections[connection];

/** Needs a person now: a serious fault, a failed or paused print, a printer that refuses Fuse. */
export function needsAttention(state: PrinterState): boolean {
  if (state.connection === 'refused' || state.activity === 'failed') return true;
  return state.faults.some(({ severity }) => severity === 'serious' || severity === 'fatal');
}

interface Sortable {
  printer: { name: string };
  status: OverallStatus;
  state: PrinterState;
}

const order: OverallStatus[] = ['printing', 'needs_configuration', 'waiting', 'ready', 'offline'];

/** Who needs me: attention first, then printing (soonest to finish first), waiting, ready, offline; then by name. */
export function byNeed(one: Sortable, other: Sortable): number {
  const rank = ({ state, status }: Sortable) => (needsAttention(state) ? -1 : order.indexOf(status));
  const left = ({ state }: Sortable) => state.progress.remaining_minutes ?? Number.MAX_SAFE_INTEGER;
  const byRank = rank(one) - rank(other);
  if (byRank !== 0) return byRank;
  const byTime = one.status === 'printing' ? left(one) - left(other) : 0;
  return byTime || one.printer.name.localeCompare(other.printer.name, undefined, { numeric: true });
}
