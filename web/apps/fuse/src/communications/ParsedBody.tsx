import type { PrinterState } from '@gantry/api';
import { Icon, activityText, durationText } from '@gantry/ui';
import type { ReactNode } from 'react';
import '../printers/card/card.css';
import { Filament } from '@gantry/ui/printer';
import { Readings } from '../printers/card/Readings';
import { members, valueText } from './json';
import type { Change, Detail } from './types';

/** What a message means: the printer's whole state as of then, and what this message changed. */
export function ParsedBody({ detail }: { detail: Detail }) {
  const { message, state, complete, changes, more_changes, body, format } = detail;
  if (message.direction === 'connection') return <p className="talk-plain">{body}</p>;
  const said = message.direction === 'send' || changes.length === 0 ? members(body) : [];
  return (
    <div className="parsed">
      {format !== 'json' && <p className="dim">This message is no JSON: Raw shows it as it is.</p>}
      {message.direction === 'send' && said.length > 0 && <Members title="What was sent" all={said} />}
      {changes.length > 0 && <Changes all={changes} more={more_changes} />}
      {message.direction === 'receive' && changes.length === 0 && state && <p className="dim">It changed nothing that was known before.</p>}
      {state && <State state={state} complete={complete} />}
      {message.direction === 'receive' && said.length > 0 && !state && <Members title="In this message" all={said} />}
    </div>
  );
}

function State({ state, complete }: { state: PrinterState; complete: boolean }) {
  const { progress, fans, faults } = state;
  const layers = progress.total_layers > 0 ? `${progress.layer} of ${progress.total_layers}` : String(progress.layer);
  return (
    <section aria-label="The printer as of this message">
      <h3>The printer as of this message</h3>
      {!complete && <p className="dim small">No full report is kept any more: what no kept message says is missing.</p>}
      <dl className="parsed-grid">
        <Fact name="State" value={activityText(state)} />
        <Fact name="Stage" value={state.stage || '–'} />
        <Fact name="Progress" value={`${progress.percent}%`}>
          <progress className="bar" max={100} value={progress.percent} aria-label="Progress" />
        </Fact>
        <Fact name="Layer" value={layers} />
        <Fact name="Time left" value={progress.remaining_minutes == null ? '–' : durationText(progress.remaining_minutes)} />
        <Fact name="Job" value={progress.job_name || '–'} />
      </dl>
      <h4>Temperatures</h4>
      <div className="temperatures">
        <Readings heat={state} />
      </div>
      <h4>Fans</h4>
      <dl className="parsed-grid">
        {(['part', 'aux', 'chamber', 'heatbreak'] as const).map((fan) => (
          <Fact key={fan} name={fanNames[fan]} value={fans[fan] == null ? '–' : `${fans[fan]}%`} />
        ))}
      </dl>
      <h4>AMS</h4>
      {state.filament_units.length + state.external_spools.length > 0 ? <Filament units={state.filament_units} external={state.external_spools} /> : <p className="dim">None reported.</p>}
      <h4>Errors</h4>
      {faults.length === 0 && <p className="dim">None.</p>}
      {faults.map(({ code, text }) => (
        <p key={code} className="parsed-fault">
          <Icon name="warning" size={16} />
          <span>
            {text || 'The printer reports a fault.'} <span className="mono small">{code}</span>
          </span>
        </p>
      ))}
    </section>
  );
}

const fanNames = { part: 'Part', aux: 'Auxiliary', chamber: 'Chamber', heatbreak: 'Heat break' };

function Fact({ name, value, children }: { name: string; value: string; children?: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">
        {value}
        {children}
      </dd>
    </div>
  );
}

function Changes({ all, more }: { all: Change[]; more: number }) {
  return (
    <section aria-label="What this message changed">
      <h3>What this message changed</h3>
      <ul className="changes mono small">
        {all.map(({ path, before, after }) => (
          <li key={path}>
            <span>{path}</span>
            <span>
              <del>{valueText(before)}</del> <Icon name="right" size={12} />
              <span className="visually-hidden">is now</span> <ins>{valueText(after)}</ins>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="dim small">and {more} more</p>}
    </section>
  );
}

function Members({ title, all }: { title: string; all: Array<{ path: string; value: string }> }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="changes mono small">
        {all.map(({ path, value }) => (
          <li key={path}>
            <span>{path}</span>
            <span>{value}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
