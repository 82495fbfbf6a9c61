import { problemText, sentence } from '@gantry/api';
import { Icon } from '../parts/Icon';
import '../parts/callout.css';
import './command.css';
import { outcomeText } from './commandText';
import type { Commanding } from './useCommand';

/** Why the last command was not carried out, in the printer's own words. */
export function Refusal({ command: { refusal, forget } }: { command: Commanding }) {
  if (!refusal) return null;
  return (
    <p className="callout refusal" data-tone="red" role="alert">
      <Icon name="error" size={16} />
      <span>
        <b>{outcomeText(refusal.action, refusal.error)}.</b> {sentence(problemText(refusal.error))}
      </span>
      <button type="button" aria-label="Dismiss" onClick={forget}>
        <Icon name="close" size={16} />
      </button>
    </p>
  );
}
