import type { Fault, PrinterState } from '@gantry/api';
import { memo, type ReactNode } from 'react';
import { Icon, type IconName } from '../parts/Icon';
import type { Look } from '../parts/status';
import '../parts/callout.css';
import './faults.css';

type Tone = Look['tone'];

const looks: Record<Fault['severity'], { word: string; icon: IconName; tone: Tone }> = {
  fatal: { word: 'Fatal', icon: 'error', tone: 'red' },
  serious: { word: 'Serious', icon: 'error', tone: 'red' },
  common: { word: 'Warning', icon: 'warning', tone: 'yellow' },
  info: { word: 'Info', icon: 'info', tone: 'gray' },
};
const order: Array<Fault['severity']> = ['fatal', 'serious', 'common', 'info'];
const shownAtOnce = 2;

interface Props {
  connection: PrinterState['connection'];
  problem: PrinterState['problem'];
  /** Why there is no picture. */
  camera?: PrinterState['problem'];
  /** What a connected printer still needs before it can print. */
  missing?: string | undefined;
  faults: Fault[];
  /** What to check, below a connection or a camera that does not work; always the same function. */
  hint?: (about: 'connection' | 'camera') => ReactNode;
}

/** What keeps Fuse or its camera from the printer, then what the printer itself complains about, the worst first. */
export const Faults = memo(function Faults({ connection, problem, camera, missing, faults, hint }: Props) {
  // What it said before it went is history.
  const sorted = connection === 'online' ? faults.toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity)) : [];
  const more = sorted.slice(shownAtOnce);
  if (!problem && !camera && !missing && sorted.length === 0) return null;
  return (
    <div className="faults">
      {problem && <Trouble tone={connection === 'refused' ? 'red' : 'gray'} text={problem.detail} hint={hint?.('connection')} />}
      {!problem && camera && <Trouble tone="yellow" text={camera.detail} hint={hint?.('camera')} />}
      {missing && <Trouble tone="yellow" text={missing} hint={undefined} />}
      {sorted.slice(0, shownAtOnce).map((fault) => (
        <OneFault key={fault.code} fault={fault} />
      ))}
      {more.length > 0 && (
        <details className="faults-more">
          <summary className="small">{more.length} more</summary>
          <div className="faults">
            {more.map((fault) => (
              <OneFault key={fault.code} fault={fault} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
});

/** A printer that is switched off is no error; one that refuses Fuse is. */
function Trouble({ tone, text, hint }: { tone: Tone; text: string; hint: ReactNode }) {
  return (
    <div className="callout" data-tone={tone}>
      <Icon name={tone === 'gray' ? 'offline' : 'warning'} size={16} />
      <div>
        <p>{text}</p>
        {hint}
      </div>
    </div>
  );
}

function OneFault({ fault: { code, severity, module, text, link } }: { fault: Fault }) {
  const { word, icon, tone } = looks[severity];
  const what = text || (module ? `${module} reports a fault` : 'The printer reports a fault');
  return (
    <div className="callout" data-tone={tone}>
      <Icon name={icon} size={16} />
      <p>
        <b>{word}</b> {what}
        <span className="fault-source">
          {text && module && <span>{module}</span>}
          {link.startsWith('https://') ? (
            <a href={link} target="_blank" rel="noopener noreferrer" className="mono" aria-label={`${code}, the maker’s help page`}>
              {code} <Icon name="external" size={12} />
            </a>
          ) : (
            <span className="mono">{code}</span>
          )}
        </span>
      </p>
    </div>
  );
}
