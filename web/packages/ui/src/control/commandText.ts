import { ApiError, type Command, type CommandAction, type ErrorCode } from '@gantry/api';

interface Words {
  name: string;
  doing: string;
  done: string;
}

const speed = (name: string): Words => ({ name: `Speed ${name}`, doing: 'Setting the speed …', done: 'Speed set' });
const heat = (name: string): Words => ({ name: `${name} temperature`, doing: `${name} to {} °C …`, done: `${name} set to {} °C` });
const fan = (name: string): Words => ({ name, doing: `${name} to {}% …`, done: `${name} set to {}%` });
const move = (axis: string): Words => ({ name: `Moving ${axis}`, doing: `Moving ${axis} by {} mm …`, done: `${axis} moved by {} mm` });

const words: Record<CommandAction, Words> = {
  pause: { doing: 'Pausing …', done: 'Paused', name: 'Pause' },
  resume: { doing: 'Resuming …', done: 'Resumed', name: 'Resume' },
  stop: { doing: 'Stopping …', done: 'Stopped', name: 'Stop' },
  light_on: { doing: 'Light on …', done: 'Light is on', name: 'Light on' },
  light_off: { doing: 'Light off …', done: 'Light is off', name: 'Light off' },
  speed_silent: speed('Silent'),
  speed_standard: speed('Standard'),
  speed_sport: speed('Sport'),
  speed_ludicrous: speed('Ludicrous'),
  nozzle_temperature: heat('Nozzle'),
  bed_temperature: heat('Bed'),
  chamber_temperature: heat('Chamber'),
  part_fan: fan('Part fan'),
  aux_fan: fan('Aux fan'),
  chamber_fan: fan('Chamber fan'),
  home: { doing: 'Homing …', done: 'Homed', name: 'Home' },
  move_x: move('X'),
  move_y: move('Y'),
  move_z: move('Z'),
  clear_plate: { doing: 'Clearing …', done: 'Ready', name: 'Clear & ready' },
};

/** "Bed to 60 °C …", "Bed set to 60 °C"; a heater or fan that is set to nothing is switched off. */
export function commandText({ action, value, phase }: Command & { phase: 'sending' | 'done' }): string {
  const { doing, done } = words[action];
  const text = phase === 'sending' ? doing : done;
  if (!value && text.includes('{}')) return text.replace(/ to \{\} ?(°C|%)/, ' off').replace('set off', 'is off');
  return text.replace('{}', String(value));
}

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
