import { Icon } from '@gantry/ui';
import { cases, type CaseId } from './cases';

interface Props {
  about: CaseId;
  /** Where no fault beside it says what it is about. */
  summary?: string;
  /** Open from the start, where there is nothing else to do. */
  open?: boolean;
}

/** What to try, folded away beside the fault that it is about. */
export function HelpHint({ about, summary, open }: Props) {
  const { title, steps } = cases[about];
  return (
    <details className="help-hint" open={open}>
      <summary>
        <Icon name="info" size={16} /> {summary ?? 'What to check'}
      </summary>
      <ul aria-label={title}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      {/* In a tab of its own: nobody loses a running picture or a half-filled form for it. */}
      <a href={`/help#${about}`} target="_blank" rel="noopener" className="small">
        All help
      </a>
    </details>
  );
}
