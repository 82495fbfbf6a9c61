import { Button } from '@mantine/core';
import type { Command } from '@gantry/api';
import { Icon, activityText, durationText } from '@gantry/ui';
import { StopConfirm, useCommand } from '@gantry/ui/control';
import { ControlSection } from '@gantry/ui/control/panel';
import { useState } from 'react';
import type { PrinterView } from '../api';

type Post = (command: Command) => Promise<unknown>;

interface Props {
  view: PrinterView;
  /** Absent without the permission to control it. */
  post: Post | undefined;
}

/** What it does, how far it is, and what can be done about it. */
export function NowPanel({ view, post }: Props) {
  const { printer, state } = view;
  const { progress, stage, activity } = state;
  const busy = activity === 'printing' || activity === 'paused' || activity === 'preparing';
  const job = activity === 'idle' || activity === 'unknown' ? '' : progress.job_name;
  return (
    <div className="now">
      <p className="now-activity">
        <b>{activityText(state)}</b>
        {busy && stage && <span className="dim">{stage}</span>}
        {busy && <b className="now-percent figures">{progress.percent}%</b>}
      </p>
      <progress className="bar" max={100} value={busy ? progress.percent : 0} aria-label={`Progress of ${job || 'the print'}`} />
      <dl className="now-facts">
        <Fact name="Job" value={job || 'None'} />
        <Fact name="Layer" value={busy && progress.total_layers > 0 ? `${progress.layer} of ${progress.total_layers}` : '–'} />
        <Fact name="Time left" value={busy && typeof progress.remaining_minutes === 'number' ? durationText(progress.remaining_minutes) : '–'} />
      </dl>
      {post && <PrintControls name={printer.name} state={state} busy={busy} post={post} />}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="small dim">{name}</dt>
      <dd className="figures" title={value}>
        {value}
      </dd>
    </div>
  );
}

/** Always in the same places, so that nobody stops what they wanted to pause. */
function PrintControls({ name, state, busy, post }: { name: string; state: PrinterView['state']; busy: boolean; post: Post }) {
  const command = useCommand(post);
  const [stopping, setStopping] = useState(false);
  const online = state.connection === 'online';
  const paused = state.activity === 'paused';
  const sending = command.current?.phase === 'sending' ? command.current.action : undefined;
  const why = online ? undefined : 'The printer is not connected.';
  return (
    <ControlSection title="Control" printer={name} command={command} why={why}>
      {state.needs_clearing && (
        <div className="now-clear">
          <p className="small">Take the print off the plate, then say so: the printer waits for it.</p>
          <Button leftSection={<Icon name="check" />} loading={sending === 'clear_plate'} aria-label={`Clear & ready: ${name}`} onClick={() => command.send('clear_plate')}>
            Clear &amp; ready
          </Button>
        </div>
      )}
      <div className="now-buttons">
        <Button
          variant={paused ? 'filled' : 'default'}
          leftSection={<Icon name={paused ? 'play' : 'pause'} />}
          disabled={!online || !busy}
          loading={sending === 'pause' || sending === 'resume'}
          aria-label={`${paused ? 'Resume' : 'Pause'} ${name}`}
          onClick={() => command.send(paused ? 'resume' : 'pause')}
        >
          {paused ? 'Resume' : 'Pause'}
        </Button>
        <Button variant="default" leftSection={<Icon name="stop" />} disabled={!online || !busy} loading={sending === 'stop'} aria-label={`Stop ${name}`} onClick={() => setStopping(true)}>
          Stop
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="light" />}
          disabled={!online || typeof state.light_on !== 'boolean'}
          loading={sending === 'light_on' || sending === 'light_off'}
          aria-label={`${state.light_on ? 'Light off' : 'Light on'}: ${name}`}
          onClick={() => command.send(state.light_on ? 'light_off' : 'light_on')}
        >
          {state.light_on ? 'Light off' : 'Light on'}
        </Button>
      </div>
      <StopConfirm name={name} progress={state.progress} opened={stopping} onClose={() => setStopping(false)} onStop={() => command.send('stop')} />
    </ControlSection>
  );
}
