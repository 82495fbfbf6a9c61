import { ActionIcon, NativeSelect } from '@mantine/core';
import type { CommandAction, PrinterState } from '@gantry/api';
import { Confirm, Icon, type IconName } from '@gantry/ui';
import { memo, useCallback, useState } from 'react';
import type { PrinterView } from '../../api';
import { commandText } from './commandText';
import { hasJob, TimeLeft } from './Job';
import type { Command } from './useCommand';

const speeds = [
  { value: 'silent', label: 'Silent' },
  { value: 'standard', label: 'Standard' },
  { value: 'sport', label: 'Sport' },
  { value: 'ludicrous', label: 'Ludicrous' },
];

interface Props {
  view: PrinterView;
  command: Command;
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
      <SpeedSelect name={name} speed={state.speed} usable={usable} command={command} />
      <Confirm
        opened={stopping}
        title={`Stop the print on ${name}?`}
        action={`Stop ${name}`}
        pending={false}
        onClose={() => setStopping(false)}
        onConfirm={() => {
          setStopping(false);
          send('stop');
        }}
      >
        {state.progress.job_name ? <b>{state.progress.job_name}</b> : 'The print'} ends at {state.progress.percent}%. It cannot be continued.
      </Confirm>
    </div>
  );
}

function CommandStatus({ current }: { current: NonNullable<Command['current']> }) {
  return (
    <span className="command-status" data-phase={current.phase}>
      {current.phase === 'done' && <Icon name="check" size={15} />} {commandText(current)}
    </span>
  );
}

interface ActProps {
  icon: IconName;
  label: string;
  action: CommandAction;
  shortcut: string;
  command: Command;
  disabled: boolean;
  why?: string;
  filled?: boolean;
  onAct: (action: CommandAction) => void;
}

const Act = memo(function Act({ icon, label, action, shortcut, command, disabled, why, filled, onAct }: ActProps) {
  return (
    <ActionIcon
      className="act"
      variant={filled ? 'filled' : 'default'}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={why ?? label}
      loading={command.current?.action === action && command.current.phase === 'sending'}
      disabled={disabled}
      onClick={() => onAct(action)}
    >
      <Icon name={icon} />
    </ActionIcon>
  );
});

interface SpeedProps {
  name: string;
  speed: PrinterState['speed'];
  usable: boolean;
  command: Command;
}

const SpeedSelect = memo(function SpeedSelect({ name, speed, usable, command }: SpeedProps) {
  const sending = command.current?.phase === 'sending' && command.current.action.startsWith('speed_') ? command.current.action : undefined;
  const value = sending ? sending.slice('speed_'.length) : speed;
  return (
    <NativeSelect
      className="speed"
      aria-label={`Speed of ${name}`}
      title={usable ? `Speed of ${name}` : 'The speed can be set while something prints'}
      data={value === 'unknown' ? [{ value: 'unknown', label: 'Speed' }, ...speeds] : speeds}
      value={value}
      disabled={!usable || Boolean(sending)}
      onChange={(event) => command.send(`speed_${event.currentTarget.value}` as CommandAction)}
    />
  );
});
