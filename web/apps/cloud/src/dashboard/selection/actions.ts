import type { CommandAction } from '@gantry/api';
import type { IconName } from '@gantry/ui';
import type { PrinterView } from '../../api';

export type BulkAction = Extract<CommandAction, 'pause' | 'resume' | 'stop' | 'clear_plate' | 'light_on' | 'light_off'>;

const printing = ({ state }: PrinterView) => state.activity === 'printing' || state.activity === 'preparing';
const paused = ({ state }: PrinterView) => state.activity === 'paused';

interface Look {
  label: string;
  icon: IconName;
  /** "Pause 3 prints?" */
  question: (count: string) => string;
  /** "3 prints" */
  what: (count: number) => string;
  /** Nothing is sent to a printer that cannot do it. */
  possible: (view: PrinterView) => boolean;
}

export const printersText = (count: number): string => (count === 1 ? '1 printer' : `${count} printers`);
const printsText = (count: number): string => (count === 1 ? '1 print' : `${count} prints`);

export const bulkActions: Record<BulkAction, Look> = {
  pause: { label: 'Pause', icon: 'pause', question: (count) => `Pause ${count}?`, what: printsText, possible: printing },
  resume: { label: 'Resume', icon: 'play', question: (count) => `Resume ${count}?`, what: printsText, possible: paused },
  stop: { label: 'Stop', icon: 'stop', question: (count) => `Stop ${count}?`, what: printsText, possible: (view) => printing(view) || paused(view) },
  clear_plate: { label: 'Clear & ready', icon: 'check', question: (count) => `Are the plates of ${count} clear?`, what: printersText, possible: ({ state }) => state.needs_clearing === true },
  light_on: { label: 'Light on', icon: 'light', question: (count) => `Switch the light of ${count} on?`, what: printersText, possible: ({ state }) => state.light_on === false },
  light_off: { label: 'Light off', icon: 'moon', question: (count) => `Switch the light of ${count} off?`, what: printersText, possible: ({ state }) => state.light_on === true },
};

export const can = (action: BulkAction, view: PrinterView): boolean => view.state.connection === 'online' && bulkActions[action].possible(view);
