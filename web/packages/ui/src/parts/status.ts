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

/** Printers report a print that a person stopped as failed. */
const isCancelled = ({ activity, print }: Pick<PrinterState, 'activity' | 'print'>): boolean => activity === 'failed' && print?.result === 'cancelled';

export function activityText(state: Pick<PrinterState, 'activity' | 'own_job' | 'print'>): string {
  if (state.own_job && state.activity !== 'paused') return 'Busy';
  return isCancelled(state) ? 'Cancelled' : activities[state.activity];
}

const connections: Record<PrinterState['connection'], Look> = {
  disabled: { label: 'Disabled', icon: 'offline', tone: 'gray' },
  connecting: { label: 'Connecting', icon: 'waiting', tone: 'gray' },
  online: { label: 'Connected', icon: 'check', tone: 'green' },
  stale: { label: 'Stale', icon: 'waiting', tone: 'gray' },
  offline: { label: 'Disconnected', icon: 'offline', tone: 'gray' },
  refused: { label: 'Refused', icon: 'error', tone: 'red' },
};

export const connectionLook = (connection: PrinterState['connection']): Look => connections[connection];

const isSerious = ({ severity }: PrinterState['faults'][number]) => severity === 'serious' || severity === 'fatal';

/** A print stands still until somebody comes. */
function waitsForPerson({ connection, activity, faults }: PrinterState): boolean {
  return connection === 'online' && activity === 'paused' && faults.some(({ severity }) => severity !== 'info');
}

/** Needs a person now: a print that waits, a failed one on the plate, a serious fault, a printer that refuses Fuse. */
export function needsAttention(state: PrinterState): boolean {
  if (state.connection === 'refused') return true;
  // What it complained about before it was switched off is history.
  if (state.connection !== 'online') return false;
  const failed = state.activity === 'failed' && state.needs_clearing !== false;
  return failed || waitsForPerson(state) || state.faults.some(isSerious);
}

export interface Sortable {
  printer: { name: string };
  status: OverallStatus;
  state: PrinterState;
}

const names = new Intl.Collator(undefined, { numeric: true });

export const byName = (one: Sortable, other: Sortable): number => names.compare(one.printer.name, other.printer.name);

const order: OverallStatus[] = ['printing', 'needs_configuration', 'waiting', 'ready', 'offline'];

function urgency({ state, status }: Sortable): number {
  if (waitsForPerson(state)) return -2;
  return needsAttention(state) ? -1 : order.indexOf(status);
}

export const minutesLeft = ({ state }: Sortable): number => state.progress.remaining_minutes ?? Number.MAX_SAFE_INTEGER;

/** Who needs me: what waits for a person, errors, printing (soonest to finish first), waiting, ready, offline; then by name. */
export function byNeed(one: Sortable, other: Sortable): number {
  const byRank = urgency(one) - urgency(other);
  if (byRank !== 0) return byRank;
  const byTime = one.status === 'printing' ? minutesLeft(one) - minutesLeft(other) : 0;
  return byTime || byName(one, other);
}
