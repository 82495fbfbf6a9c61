import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Fault } from '@gantry/api';
import { FormError, Icon } from '@gantry/ui';
import { useState } from 'react';
import type { PrinterView } from '../../api';
import { useSimulationChange, type Simulation } from './useSimulation';

const another = 'another';

/** Set HMS Error adds one to those that the printer shows; Clear HMS Errors takes all of them away. */
export function HmsErrors({ view, simulation }: { view: PrinterView; simulation: Simulation }) {
  const { known_errors: known, hms_errors: errors } = simulation;
  const [chosen, setChosen] = useState(known[0]?.code ?? another);
  const [typed, setTyped] = useState('');
  const change = useSimulationChange(view.printer.id);
  const code = chosen === another ? typed.trim() : chosen;
  const set = () => change.mutate({ hms_errors: [...errors, code] }, { onSuccess: () => setTyped('') });
  return (
    <>
      <form
        className="virtual-fields"
        onSubmit={(event) => {
          event.preventDefault();
          set();
        }}
      >
        <NativeSelect
          label="Error"
          data={[...known.map(({ code: value, text }) => ({ value, label: text })), { value: another, label: 'Another code …' }]}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        {chosen === another && (
          <TextInput label="HMS code" placeholder="HMS_0300_0100_0001_0007" maxLength={30} autoComplete="off" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        )}
        <Button type="submit" variant="default" disabled={!code || change.isPending}>
          Set HMS Error
        </Button>
      </form>
      <Shown codes={errors} known={[...view.state.faults, ...known]} />
      <FormError error={change.error} />
      <div>
        <Button variant="default" disabled={errors.length === 0 || change.isPending} onClick={() => change.mutate({ hms_errors: [] })}>
          Clear HMS Errors
        </Button>
      </div>
    </>
  );
}

function Shown({ codes, known }: { codes: string[]; known: Fault[] }) {
  if (codes.length === 0) return <p className="small dim">It shows no error.</p>;
  return (
    <ul className="virtual-errors" aria-label="Errors that are set">
      {codes.map((code) => {
        const fault = known.find((one) => one.code === code);
        return (
          <li key={code} data-tone={fault?.severity === 'fatal' || fault?.severity === 'serious' ? 'red' : 'yellow'}>
            <Icon name="warning" size={16} />
            <span>
              {fault?.text || 'A fault that has no text'} <span className="mono">{code}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
