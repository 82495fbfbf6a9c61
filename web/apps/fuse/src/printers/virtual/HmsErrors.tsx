import { Button, NativeSelect, TextInput } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import { useRef, useState } from 'react';
import type { PrinterView } from '../../api';
import { useSimulationChange, type Simulation } from './useSimulation';

type KnownError = Simulation['known_errors'][number];
const another = 'another';

/** Those that have every word in their text, code or topic. */
function find(known: KnownError[], words: string): KnownError[] {
  const wanted = words.toLowerCase().split(/\s+/);
  return known.filter(({ topic, code, text }) => {
    const all = `${topic} ${code} ${text}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

const grouped = (errors: KnownError[]) =>
  [...new Set(errors.map(({ topic }) => topic))].map((group) => ({
    group,
    items: errors.filter(({ topic }) => topic === group).map(({ code: value, text }) => ({ value, label: text })),
  }));

/** Set HMS Error adds one to those that the printer shows; Clear HMS Errors takes all of them away. */
export function HmsErrors({ view, simulation }: { view: PrinterView; simulation: Simulation }) {
  const { known_errors: known, hms_errors: errors } = simulation;
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState(known[0]?.code ?? another);
  const [typed, setTyped] = useState('');
  const choice = useRef<HTMLSelectElement>(null);
  const change = useSimulationChange(view.printer.id);
  const found = find(known, words);
  const chosen = picked === another || found.some(({ code }) => code === picked) ? picked : (found[0]?.code ?? another);
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
        <TextInput
          type="search"
          label="Find an error"
          placeholder="nozzle, AMS, 0300 …"
          maxLength={60}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // On to what was found: the first of them is set by nobody who has not seen it.
            event.preventDefault();
            choice.current?.focus();
          }}
        />
        <NativeSelect
          ref={choice}
          label="Error"
          description={words.trim() ? `${found.length} of ${known.length}` : `${known.length} to choose from`}
          data={[...grouped(found), { value: another, label: 'Another code …' }]}
          value={chosen}
          onChange={(event) => setPicked(event.currentTarget.value)}
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

function Shown({ codes, known }: { codes: string[]; known: Array<Pick<KnownError, 'code' | 'severity' | 'text'>> }) {
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
