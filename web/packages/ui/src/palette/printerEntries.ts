import type { Command, CommandAction, PrinterState } from '@gantry/api';
import type { IconName } from '../parts/Icon';
import { byNeed, statusLook, type Sortable } from '../parts/status';
import type { PaletteEntry } from './entries';

interface View extends Sortable {
  printer: { id: string; name: string; model: string; serial: string };
  tags?: string[];
}

/** Each of them, who needs somebody first; `onOpen` leads to it. */
export function printerEntries<Shown extends View>(printers: Shown[], onOpen: (view: Shown) => unknown): PaletteEntry[] {
  return printers.toSorted(byNeed).map((view) => ({
    id: `printer-${view.printer.id}`,
    group: 'Printers',
    title: view.printer.name,
    hint: `${view.printer.model} · ${statusLook(view.status, view.state.connection).label}`,
    words: [view.printer.serial, view.state.progress.job_name, ...(view.tags ?? [])].join(' '),
    icon: 'printer',
    run: () => onOpen(view),
  }));
}

interface Doable {
  action: CommandAction;
  title: string;
  icon: IconName;
  possible: (state: PrinterState) => boolean;
}

const printing = ({ activity }: PrinterState) => activity === 'printing' || activity === 'preparing';
const paused = ({ activity }: PrinterState) => activity === 'paused';

const doable: Doable[] = [
  { action: 'pause', title: 'Pause', icon: 'pause', possible: printing },
  { action: 'resume', title: 'Resume', icon: 'play', possible: paused },
  { action: 'stop', title: 'Stop', icon: 'stop', possible: (state) => printing(state) || paused(state) },
  { action: 'clear_plate', title: 'Clear & ready:', icon: 'check', possible: ({ needs_clearing }) => needs_clearing === true },
  { action: 'light_on', title: 'Light on:', icon: 'light', possible: ({ light_on }) => light_on === false },
  { action: 'light_off', title: 'Light off:', icon: 'moon', possible: ({ light_on }) => light_on === true },
];

/** What each of them can be told now; found by whoever types it. */
export function commandEntries(printers: View[], post: (id: string, command: Command) => Promise<unknown>): PaletteEntry[] {
  return printers
    .filter(({ state }) => state.connection === 'online')
    .flatMap(({ printer: { id, name }, state }) =>
      doable
        .filter(({ possible }) => possible(state))
        .map(({ action, title, icon }) => ({
          id: `${action}-${id}`,
          group: 'Actions' as const,
          title: `${title} ${name}`,
          icon,
          searchedOnly: true,
          confirm: questions[action]?.(name, state),
          run: () => post(id, { action }),
        })),
    );
}

const so = ({ progress }: PrinterState): string => `${progress.job_name || 'The print'} is at ${progress.percent}%.`;

/** Words that are nearly right find these too: what moves a printer, or says that it may move, is asked first. */
const questions: Partial<Record<CommandAction, (name: string, state: PrinterState) => NonNullable<PaletteEntry['confirm']>>> = {
  pause: (name, state) => ({ title: `Pause the print on ${name}?`, text: so(state) }),
  resume: (name, state) => ({ title: `Resume the print on ${name}?`, text: so(state) }),
  stop: (name, { progress }) => ({
    title: `Stop the print on ${name}?`,
    text: `${progress.job_name || 'The print'} ends at ${progress.percent}%. It cannot be continued.`,
    danger: true,
  }),
  clear_plate: (name) => ({ title: `Is the plate of ${name} clear?`, text: 'Look at it: what is left on a plate ruins the next print.' }),
};
