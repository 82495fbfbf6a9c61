import type { PrinterState } from '@gantry/api';

export const stages = ['Prepare', 'Heat', 'Layers', 'Finish'] as const;

const layersDone = 97; // percent: then it unloads and cools

export const runs = ({ activity }: PrinterState): boolean => activity === 'preparing' || activity === 'printing' || activity === 'paused';

/** Which of the stages the print is in; all of them when it is done, none when nothing was started. */
export function stageOf({ activity, progress }: PrinterState): number {
  if (activity === 'finished') return stages.length;
  if (activity === 'preparing') return 0;
  if (activity !== 'printing' && activity !== 'paused' && activity !== 'failed') return -1;
  if (progress.layer === 0) return 1;
  return progress.percent >= layersDone ? 3 : 2;
}
