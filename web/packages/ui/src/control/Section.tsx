import type { ReactNode } from 'react';
import { CommandStatus } from './CommandStatus';
import './control.css';
import { Refusal } from './Refusal';
import type { Commanding } from './useCommand';

interface Props {
  title: string;
  /** Tells two sections of one title apart, for those who cannot see where they stand. */
  printer: string;
  command: Commanding;
  /** Why nothing can be done here now. */
  why?: string | undefined;
  children: ReactNode;
}

/** Something to set, with what became of it: under way, verified, or refused in the printer's own words. */
export function ControlSection({ title, printer, command, why, children }: Props) {
  return (
    <section className="control-section" aria-label={`${title} of ${printer}`}>
      <div className="control-head">
        <h2>{title}</h2>
        <p className="control-status small" role="status">
          {command.current && <CommandStatus current={command.current} />}
        </p>
      </div>
      {why && <p className="control-why small dim">{why}</p>}
      <Refusal command={command} />
      {children}
    </section>
  );
}
