import type { CommandAction, PrinterState } from '@gantry/api';
import './control.css';
import { speeds } from './speeds';
import type { Commanding } from './useCommand';

interface Props {
  printer: string;
  speed: PrinterState['speed'];
  command: Commanding;
  disabled: boolean;
}

/** How fast a print runs. What was chosen is shown at once, what the printer confirms stays. */
export function SpeedPicker({ printer, speed, command, disabled }: Props) {
  const sending = command.current?.phase === 'sending' ? command.current.action.replace('speed_', '') : undefined;
  const chosen = sending ?? speed;
  return (
    <fieldset className="choices" disabled={disabled || Boolean(sending)}>
      <legend className="visually-hidden">Speed of {printer}</legend>
      {speeds.map(({ value, label, percent }) => (
        <label key={value} className="choice" data-chosen={chosen === value || undefined} aria-busy={sending === value || undefined}>
          <input type="radio" name={`speed of ${printer}`} checked={chosen === value} onChange={() => command.send(`speed_${value}` as CommandAction)} />
          <span>{label}</span>
          <span className="small dim figures" aria-hidden>
            {percent}%
          </span>
        </label>
      ))}
    </fieldset>
  );
}
