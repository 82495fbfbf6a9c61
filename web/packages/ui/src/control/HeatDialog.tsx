import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../parts/Dialog';
import { DialogForm } from '../parts/DialogForm';
import './control.css';
import type { Heater } from './heaters';

interface Props {
  heater: Heater & { set: NonNullable<Heater['set']> };
  printer: string;
  onSet: (celsius: number) => void;
  onClose: () => void;
}

const step = 5;

/** A temperature within what the printer takes: typed, in steps, or what a material wants. */
export function HeatDialog({ heater: { name, value, set }, printer, onSet, onClose }: Props) {
  const [text, setText] = useState(String(Math.round(value.target_c)));
  const celsius = Number(text);
  const fits = text.trim() !== '' && Number.isFinite(celsius) && celsius >= 0 && celsius <= set.most;
  const change = (by: number) => setText(String(Math.min(set.most, Math.max(0, (fits ? Math.round(celsius) : 0) + by))));
  return (
    <Dialog opened title={`${name} of ${printer}`} onClose={onClose}>
      <DialogForm action="Set temperature" disabled={!fits} onCancel={onClose} onSubmit={() => fits && onSet(Math.round(celsius))}>
        <p className="dim">
          {Math.round(value.actual_c)} °C now. It takes 0 to {set.most} °C.
        </p>
        <div className="heat-field">
          <Button type="button" variant="default" aria-label={`${step} °C less`} onClick={() => change(-step)}>
            −{step}
          </Button>
          <TextInput
            data-autofocus
            type="number"
            inputMode="numeric"
            aria-label="Target in °C"
            min={0}
            max={set.most}
            value={text}
            error={fits ? undefined : `0 to ${set.most} °C`}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="button" variant="default" aria-label={`${step} °C more`} onClick={() => change(step)}>
            +{step}
          </Button>
        </div>
        <div className="heat-presets">
          {set.presets.map((preset) => (
            <Button key={preset.name} type="button" variant="default" onClick={() => onSet(preset.celsius)}>
              {preset.name}
              {preset.celsius > 0 && <span className="dim figures">&nbsp;{preset.celsius}°</span>}
            </Button>
          ))}
        </div>
      </DialogForm>
    </Dialog>
  );
}
