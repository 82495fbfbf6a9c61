import { durationText, type Look } from '@gantry/ui';
import type { PrintRecord, PrinterView } from '../../api';

const results: Record<PrintRecord['result'], Look> = {
  running: { label: 'Printing', icon: 'play', tone: 'green' },
  finished: { label: 'Finished', icon: 'check', tone: 'blue' },
  cancelled: { label: 'Cancelled', icon: 'stop', tone: 'gray' },
  failed: { label: 'Failed', icon: 'error', tone: 'red' },
  unknown: { label: 'Result not known', icon: 'offline', tone: 'gray' },
};

/** What runs says what its printer says; nobody knows what a printer does that is not heard of. */
export function resultLook({ result }: PrintRecord, state: PrinterView['state']): Look {
  if (result !== 'running') return results[result];
  if (state.connection !== 'online') return { label: 'Not connected', icon: 'offline', tone: 'gray' };
  if (state.activity === 'preparing') return { ...results.running, label: 'Preparing' };
  if (state.activity === 'paused') return { label: 'Paused', icon: 'pause', tone: 'purple' };
  return results.running;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const momentText = (at: number): string => moment.format(at);

/** How long it took; nothing when a time is missing. */
export function tookText({ started_at, ended_at }: PrintRecord): string | undefined {
  if (started_at === 0 || ended_at === 0) return undefined;
  const minutes = Math.round((ended_at - started_at) / 60_000);
  return minutes < 1 ? 'less than a minute' : durationText(minutes);
}

/** Layer, percent and time left of the print that runs. */
export function progressText({ progress }: PrinterView['state']): string {
  const { percent, layer, total_layers, remaining_minutes } = progress;
  const parts = [`${percent}%`];
  if (total_layers > 0) parts.push(`Layer ${layer} of ${total_layers}`);
  if (typeof remaining_minutes === 'number') parts.push(`${durationText(remaining_minutes)} left`);
  return parts.join(' · ');
}
