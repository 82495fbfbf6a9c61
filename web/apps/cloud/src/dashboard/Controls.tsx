import type { CommandAction } from '@gantry/api';
import { Confirm, FormError, TileButton } from '@gantry/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { cloud, sessionQuery, type PrinterView } from '../api';

type State = PrinterView['state'];

/** Only what the buttons depend on: temperatures change every second, and buttons need not be drawn again for that. */
interface Props {
  printer: PrinterView['printer'];
  connection: State['connection'];
  activity: State['activity'];
  light: State['light_on'];
  needsClearing: State['needs_clearing'];
  progress: State['progress'];
}

export function Controls({ view: { printer, state } }: { view: PrinterView }) {
  const { connection, activity, light_on, progress, needs_clearing } = state;
  return <Buttons printer={printer} connection={connection} activity={activity} light={light_on} progress={progress} needsClearing={needs_clearing} />;
}

/** Pause, resume, stop and light; each answers with the printer's own word. Absent without `printer.control`. */
const Buttons = memo(function Buttons({ printer, connection, activity, light, progress, needsClearing }: Props) {
  const allowed = useQuery(sessionQuery).data?.permissions.includes('printer.control') ?? false;
  const [stopping, setStopping] = useState(false);
  const command = useMutation({
    mutationFn: (action: CommandAction) => cloud('post', '/api/printers/{id}/command', { path: { id: printer.id }, body: { action } }),
    onSuccess: () => setStopping(false),
  });
  if (!allowed || connection !== 'online') return null;
  const pending = (...actions: CommandAction[]) => command.isPending && actions.includes(command.variables);
  const printing = activity === 'printing' || activity === 'preparing';
  const paused = activity === 'paused';
  return (
    <div className="controls">
      {printing && (
        <TileButton icon="pause" loading={pending('pause')} aria-label={`Pause ${printer.name}`} onClick={() => command.mutate('pause')}>
          Pause
        </TileButton>
      )}
      {paused && (
        <TileButton icon="play" filled loading={pending('resume')} aria-label={`Resume ${printer.name}`} onClick={() => command.mutate('resume')}>
          Resume
        </TileButton>
      )}
      {(printing || paused) && (
        <TileButton icon="stop" aria-label={`Stop ${printer.name}`} onClick={() => setStopping(true)}>
          Stop
        </TileButton>
      )}
      {needsClearing && (
        <TileButton icon="check" filled loading={pending('clear_plate')} aria-label={`Clear & ready: ${printer.name}`} onClick={() => command.mutate('clear_plate')}>
          Clear &amp; ready
        </TileButton>
      )}
      {typeof light === 'boolean' && (
        <TileButton
          icon="light"
          loading={pending('light_on', 'light_off')}
          aria-label={`${light ? 'Light off' : 'Light on'}: ${printer.name}`}
          onClick={() => command.mutate(light ? 'light_off' : 'light_on')}
        >
          {light ? 'Light off' : 'Light on'}
        </TileButton>
      )}
      {!stopping && <FormError error={command.error} />}
      <Confirm
        opened={stopping}
        title={`Stop the print on ${printer.name}?`}
        action={`Stop ${printer.name}`}
        pending={pending('stop')}
        error={command.error}
        onClose={() => setStopping(false)}
        onConfirm={() => command.mutate('stop')}
      >
        {progress.job_name ? <b>{progress.job_name}</b> : 'The print'} ends at {progress.percent}%. It cannot be continued.
      </Confirm>
    </div>
  );
});
