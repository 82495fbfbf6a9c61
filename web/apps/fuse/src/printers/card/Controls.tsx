import type { CommandAction, PrinterState } from '@gantry/api';
import { TileButton, type IconName } from '@gantry/ui';
import { CommandStatus, StopConfirm, speeds, type Commanding } from '@gantry/ui/control';
import { memo, useCallback, useState } from 'react';
import type { PrinterView } from '../../api';
import { hasJob, TimeLeft } from './Job';

interface Props {
  view: PrinterView;
  command: Commanding;
}

/** What is left of the print, or how the last command goes; pause or resume, stop and speed, always in the same places. */
export function Controls({ view: { printer, state }, command }: Props) {
  const [stopping, setStopping] = useState(false);
  const { name } = printer;
  const paused = state.activity === 'paused';
  const usable = state.connection === 'online' && hasJob(state);
  const why = usable ? undefined : state.connection === 'online' ? 'Nothing is printing' : 'The printer is not connected';
  const { send, current } = command;
  const onAct = useCallback((action: CommandAction) => (action === 'stop' ? setStopping(true) : send(action)), [send]);
  const act = { disabled: !usable, why, command, onAct };
  return (
    <div className="controls" role="group" aria-label={`Control of ${name}`}>
      <p className="controls-text small" role="status">
        {current ? <CommandStatus current={current} /> : <TimeLeft state={state} />}
      </p>
      {paused ? (
        <Act {...act} icon="play" shortcut="p" label={`Resume ${name}`} action="resume" filled />
      ) : (
        <Act {...act} icon="pause" shortcut="p" label={`Pause ${name}`} action="pause" />
      )}
      <Act {...act} icon="stop" shortcut="s" label={`Stop ${name}`} action="stop" />
      {state.needs_clearing ? <ClearButton name={name} command={command} /> : <SpeedSelect name={name} speed={state.speed} usable={usable} command={command} />}
      <StopConfirm name={name} progress={state.progress} opened={stopping} onClose={() => setStopping(false)} onStop={() => send('stop')} />
    </div>
  );
}

interface ActProps {
  icon: IconName;
  label: string;
  action: CommandAction;
  shortcut: string;
  command: Commanding;
  disabled: boolean;
  why?: string;
  filled?: boolean;
  onAct: (action: CommandAction) => void;
}

const Act = memo(function Act({ icon, label, action, shortcut, command, disabled, why, filled, onAct }: ActProps) {
  const sending = command.current?.action === action && command.current.phase === 'sending';
  return (
    <TileButton
      icon={icon}
      filled={filled}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={why ?? label}
      loading={sending}
      disabled={disabled}
      onClick={() => onAct(action)}
    />
  );
});

interface SpeedProps {
  name: string;
  speed: PrinterState['speed'];
  usable: boolean;
  command: Commanding;
}

/** In the place of the speed, which nothing has that does not print. */
function ClearButton({ name, command }: { name: string; command: Commanding }) {
  return (
    <TileButton
      icon="check"
      filled
      className="clear"
      loading={command.current?.action === 'clear_plate' && command.pending}
      aria-label={`Clear & ready: ${name}`}
      title="The print was taken off the plate"
      onClick={() => command.send('clear_plate')}
    >
      Clear &amp; ready
    </TileButton>
  );
}

const SpeedSelect = memo(function SpeedSelect({ name, speed, usable, command }: SpeedProps) {
  const sending = command.current?.phase === 'sending' && command.current.action.startsWith('speed_') ? command.current.action : undefined;
  const value = sending ? sending.slice('speed_'.length) : speed;
  return (
    <select
      className="speed"
      aria-label={`Speed of ${name}`}
      title={usable ? `Speed of ${name}` : 'The speed can be set while something prints'}
      value={value}
      disabled={!usable || Boolean(sending)}
      onChange={(event) => command.send(`speed_${event.currentTarget.value}` as CommandAction)}
    >
      {value === 'unknown' && <option value="unknown">Speed</option>}
      {speeds.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
});
