import type { CommandAction, Limits, PrinterState } from '@gantry/api';
import { useEffect, useEffectEvent, useRef, useState, type CSSProperties } from 'react';
import './control.css';
import type { Commanding } from './useCommand';

type Fans = PrinterState['fans'];

const names = [
  ['part', 'Part'],
  ['aux', 'Aux'],
  ['chamber', 'Chamber'],
] as const;

interface Props {
  printer: string;
  fans: Fans;
  limits: Limits;
  command: Commanding;
  disabled: boolean;
}

/** One slider per fan that the printer has; it is sent when it is let go. */
export function FanSliders({ printer, fans, limits, command, disabled }: Props) {
  return (
    <div className="fan-sliders">
      {names
        .filter(([key]) => limits[`${key}_fan`])
        .map(([key, name]) => (
          <FanSlider key={key} action={`${key}_fan`} name={`${name} fan`} printer={printer} percent={fans[key] ?? 0} command={command} disabled={disabled} />
        ))}
    </div>
  );
}

interface SliderProps {
  action: CommandAction;
  name: string;
  printer: string;
  percent: number;
  command: Commanding;
  disabled: boolean;
}

/** Keys move it step by step: sent when nobody has pressed one for so long. */
const restMs = 600;

function FanSlider({ action, name, printer, percent, command, disabled }: SliderProps) {
  const [held, setHeld] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const mine = command.current?.action === action ? command.current : undefined;
  const shown = held ?? mine?.value ?? percent;
  const send = useEffectEvent((value: number) => {
    clearTimeout(timer.current);
    setHeld(undefined);
    if (value !== percent) command.send(action, value);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label className="fan-slider">
      <span>{name}</span>
      <output className="figures">{shown}%</output>
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={shown}
        disabled={disabled || command.pending}
        aria-label={`${name} of ${printer}`}
        aria-valuetext={`${shown}%`}
        style={{ '--filled': `${shown}%` } as CSSProperties}
        onChange={(event) => {
          const value = Number(event.currentTarget.value);
          setHeld(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(value), restMs * 5);
        }}
        onPointerUp={() => held !== undefined && send(held)}
        onKeyUp={() => {
          if (held === undefined) return;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(held), restMs);
        }}
        onBlur={() => held !== undefined && send(held)}
      />
    </label>
  );
}
