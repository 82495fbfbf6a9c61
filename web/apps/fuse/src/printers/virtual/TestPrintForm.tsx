import { Button, NativeSelect, TextInput } from '@mantine/core';
import { FormError } from '@gantry/ui';
import { useState } from 'react';
import type { PrinterView } from '../../api';
import { PrintCourse } from './PrintCourse';
import { runs } from './stages';
import { useSimulationChange, type TestPrint } from './useSimulation';

const lengths = [
  { value: '10', label: '10 seconds' },
  { value: '30', label: '30 seconds' },
  { value: '120', label: '2 minutes' },
  { value: '600', label: '10 minutes' },
  { value: '1800', label: '30 minutes' },
  { value: '7200', label: '2 hours' },
];
type Speed = NonNullable<TestPrint['speed']>;
const speeds: Array<{ value: Speed; label: string }> = [
  { value: 'silent', label: 'Silent' },
  { value: 'standard', label: 'Standard' },
  { value: 'sport', label: 'Sport' },
  { value: 'ludicrous', label: 'Ludicrous' },
];

/** Start Test Print, and how the one that runs gets on. */
export function TestPrintForm({ view, online }: { view: PrinterView; online: boolean }) {
  const [job, setJob] = useState('');
  const [seconds, setSeconds] = useState('120');
  const [speed, setSpeed] = useState<Speed>('standard');
  const change = useSimulationChange(view.printer.id);
  const busy = runs(view.state);
  const why = !online ? 'Switch it online first.' : busy ? 'One print at a time: stop this one on the card, or wait for its end.' : '';
  return (
    <>
      <form
        className="virtual-fields"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ test_print: { job_name: job.trim(), seconds: Number(seconds), speed } });
        }}
      >
        <TextInput label="Job name" placeholder="One is made up" maxLength={100} autoComplete="off" value={job} onChange={(event) => setJob(event.currentTarget.value)} />
        <NativeSelect label="Length" data={lengths} value={seconds} onChange={(event) => setSeconds(event.currentTarget.value)} />
        <NativeSelect label="Speed" data={speeds} value={speed} onChange={(event) => setSpeed(event.currentTarget.value as Speed)} />
        <Button type="submit" loading={change.isPending} disabled={Boolean(why)}>
          Start Test Print
        </Button>
      </form>
      {why && <p className="small dim">{why}</p>}
      <PrintCourse state={view.state} />
      <FormError error={change.error} />
    </>
  );
}
