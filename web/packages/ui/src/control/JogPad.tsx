import type { CommandAction } from '@gantry/api';
import { useState } from 'react';
import { Icon, type IconName } from '../parts/Icon';
import './control.css';
import type { Commanding } from './useCommand';

const steps = [0.1, 1, 10];

interface Props {
  printer: string;
  /** The longest move at a time, in mm. */
  most: number;
  /** Axes move only once they were homed. */
  homed: boolean;
  command: Commanding;
  disabled: boolean;
}

interface Way {
  action: CommandAction;
  axis: string;
  sign: 1 | -1;
  icon: IconName;
  place: string;
}

const ways: Way[] = [
  { action: 'move_y', axis: 'Y', sign: 1, icon: 'up', place: 'back' },
  { action: 'move_x', axis: 'X', sign: -1, icon: 'left', place: 'left' },
  { action: 'move_x', axis: 'X', sign: 1, icon: 'right', place: 'right' },
  { action: 'move_y', axis: 'Y', sign: -1, icon: 'down-arrow', place: 'front' },
  { action: 'move_z', axis: 'Z', sign: 1, icon: 'up', place: 'up' },
  { action: 'move_z', axis: 'Z', sign: -1, icon: 'down-arrow', place: 'down' },
];

/** Moves the axes by a step; nobody sees where they are, so each move is from where they stand. */
export function JogPad({ printer, most, homed, command, disabled }: Props) {
  const [step, setStep] = useState(1);
  const off = disabled || command.pending;
  return (
    <div className="jog">
      <div className="jog-pad" role="group" aria-label={`Axes of ${printer}`}>
        {ways.map(({ action, axis, sign, icon, place }) => (
          <button
            key={place}
            type="button"
            className="jog-way"
            data-place={place}
            aria-label={`Move ${axis} by ${sign > 0 ? '+' : '−'}${step} mm`}
            disabled={off || !homed}
            onClick={() => command.send(action, sign * step)}
          >
            <Icon name={icon} />
            <span aria-hidden>
              {axis}
              {sign > 0 ? '+' : '−'}
            </span>
          </button>
        ))}
        <button type="button" className="jog-way" data-place="home" aria-label={`Home ${printer}`} disabled={off} onClick={() => command.send('home')}>
          <Icon name="home" />
          <span aria-hidden>Home</span>
        </button>
      </div>
      <fieldset className="choices" disabled={disabled}>
        <legend className="small dim">Step</legend>
        {steps
          .filter((one) => one <= most)
          .map((one) => (
            <label key={one} className="choice" data-chosen={one === step || undefined}>
              <input type="radio" name={`step of ${printer}`} checked={one === step} onChange={() => setStep(one)} />
              <span className="figures">{one} mm</span>
            </label>
          ))}
      </fieldset>
    </div>
  );
}
