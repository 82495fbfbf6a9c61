import { problemText, type Command, type Limits } from '@gantry/api';
import { useCommand } from '@gantry/ui/control';
import { ControlSection, HeatDialog, HeatTiles, heatersOf } from '@gantry/ui/control/panel';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { cloud, type PrinterView } from '../api';

const LastHour = lazy(() => import('@gantry/ui/history').then((module) => ({ default: module.LastHour })));

const none: Limits = { nozzle_c: 0, bed_c: 0, chamber_c: 0, part_fan: false, aux_fan: false, chamber_fan: false, move_mm: 0 };
const refreshMs = 30_000;

interface Props {
  view: PrinterView;
  /** Absent without the permission to control it. */
  post: ((command: Command) => Promise<unknown>) | undefined;
}

/** Actual and target, to be set by a tap, and how it came to that. */
export function TemperaturePanel({ view: { printer, state }, post }: Props) {
  const command = useCommand(post ?? (() => Promise.reject(new Error('Not allowed'))));
  const [setting, setSetting] = useState<string>();
  const online = state.connection === 'online';
  const heaters = heatersOf(state, printer.limits ?? none);
  const chosen = heaters.find(({ key }) => key === setting);
  return (
    <ControlSection title="Temperatures" printer={printer.name} command={command} why={online ? undefined : 'As they were when it was heard of last.'}>
      <HeatTiles heaters={heaters} printer={printer.name} onSet={post && online ? ({ key }) => setSetting(key) : undefined} />
      {chosen?.set && (
        <HeatDialog
          heater={{ ...chosen, set: chosen.set }}
          printer={printer.name}
          onClose={() => setSetting(undefined)}
          onSet={(celsius) => {
            setSetting(undefined);
            command.send(chosen.set!.action, celsius);
          }}
        />
      )}
      <History id={printer.id} state={state} />
    </ControlSection>
  );
}

function whyNot(error: Error | null, reachable: boolean): string {
  if (!reachable) return 'The last hour is shown here when the printer is back.';
  return error ? `The last hour is not to be had: ${problemText(error)}` : 'Asking its Fuse for the last hour …';
}

/** Its Fuse remembers an hour; it takes its room before it is there. */
function History({ id, state }: { id: string; state: PrinterView['state'] }) {
  const reachable = state.connection !== 'offline' && state.connection !== 'disabled';
  const { data, error } = useQuery({
    queryKey: ['history', id],
    queryFn: () => cloud('get', '/api/printers/{id}/history', { path: { id } }),
    refetchInterval: refreshMs,
    staleTime: 0,
    retry: false,
    enabled: reachable,
  });
  return (
    <div className="detail-history">
      {data ? (
        <Suspense fallback={<p className="dim small">Loading the chart …</p>}>
          <LastHour history={data} state={state} />
        </Suspense>
      ) : (
        <p className="dim small">{whyNot(error, reachable)}</p>
      )}
    </div>
  );
}
