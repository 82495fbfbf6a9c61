import { ApiError, type CommandAction, type ErrorCode } from '@gantry/api';

const speedSet = { doing: 'Setting the speed …', done: 'Speed set' };
const words: Record<CommandAction, { doing: string; done: string; name: string }> = {
  pause: { doing: 'Pausing …', done: 'Paused', name: 'Pause' },
  resume: { doing: 'Resuming …', done: 'Resumed', name: 'Resume' },
  stop: { doing: 'Stopping …', done: 'Stopped', name: 'Stop' },
  light_on: { doing: 'Light on …', done: 'Light is on', name: 'Light on' },
  light_off: { doing: 'Light off …', done: 'Light is off', name: 'Light off' },
  speed_silent: { ...speedSet, name: 'Speed Silent' },
  speed_standard: { ...speedSet, name: 'Speed Standard' },
  speed_sport: { ...speedSet, name: 'Speed Sport' },
  speed_ludicrous: { ...speedSet, name: 'Speed Ludicrous' },
};

export const commandText = ({ action, phase }: { action: CommandAction; phase: 'sending' | 'done' }): string =>
  phase === 'sending' ? words[action].doing : words[action].done;

const outcomes: Partial<Record<ErrorCode, string>> = {
  rejected: 'refused by the printer',
  timeout: 'had no effect',
  offline: 'not sent',
  conflict: 'not possible now',
  busy: 'not possible now',
};

/** "Pause refused by the printer", "Stop had no effect"; the reason follows. */
export function outcomeText(action: CommandAction, error: unknown): string {
  const outcome = error instanceof ApiError ? outcomes[error.code] : undefined;
  return `${words[action].name} ${outcome ?? 'failed'}`;
}
