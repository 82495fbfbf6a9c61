import { Switch } from '@mantine/core';
import { Failure, FormError, Loading } from '@gantry/ui';
import { useId, type ReactNode } from 'react';
import type { PrinterView } from '../../api';
import { HmsErrors } from './HmsErrors';
import { SimulatedPicture } from './SimulatedPicture';
import { TestPrintForm } from './TestPrintForm';
import { useSimulation, useSimulationChange, type Simulation } from './useSimulation';

/** What only a simulated printer can be told. */
export function SimulationControls({ view }: { view: PrinterView }) {
  const { data: simulation, error, refetch } = useSimulation(view);
  if (error && !simulation) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!simulation) return <Loading what="the simulation" />;
  return (
    <div className="virtual-controls">
      <SimulatedPicture view={view} online={simulation.online} />
      <Part title="Connection">
        <Connection view={view} simulation={simulation} />
      </Part>
      <Part title="Test Print">
        <TestPrintForm view={view} online={simulation.online} />
      </Part>
      <Part title="HMS Error">
        <HmsErrors view={view} simulation={simulation} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="virtual-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Connection({ view, simulation: { online } }: { view: PrinterView; simulation: Simulation }) {
  const change = useSimulationChange(view.printer.id);
  const about = useId();
  return (
    <>
      <Switch
        className="virtual-switch"
        size="md"
        withThumbIndicator={false}
        labelPosition="left"
        label="Online/Offline Toggle"
        aria-describedby={about}
        checked={online}
        onChange={(event) => !change.isPending && change.mutate({ online: event.currentTarget.checked })}
      />
      <p id={about} className="small dim">
        {online ? 'Online: Fuse and Gantry reach it.' : 'Offline: as unreachable as a printer that is switched off.'}
      </p>
      <FormError error={change.error} />
    </>
  );
}
