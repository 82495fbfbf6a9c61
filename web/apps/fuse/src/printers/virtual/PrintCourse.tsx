import type { PrinterState } from '@gantry/api';
import { Icon } from '@gantry/ui';
import { stageOf, stages } from './stages';

/** The stages of a print and where this one is. */
export function PrintCourse({ state }: { state: PrinterState }) {
  const at = stageOf(state);
  if (at < 0) return null;
  const { progress } = state;
  return (
    <div className="print-course">
      <ol aria-label="Stages">
        {stages.map((name, index) => (
          <li key={name} data-state={stateOf(index, at)} aria-current={index === at ? 'step' : undefined}>
            <i aria-hidden>{index < at && <Icon name="check" size={14} />}</i>
            {name}
            {index < at && <span className="visually-hidden">, done</span>}
          </li>
        ))}
      </ol>
      <p className="small figures">
        <b>{progress.job_name}</b> · {words(state)}
      </p>
      <progress className="bar" max={100} value={progress.percent} aria-label={`Progress of ${progress.job_name}`} />
    </div>
  );
}

function stateOf(index: number, at: number): string {
  if (index === at) return 'current';
  return index < at ? 'done' : 'ahead';
}

function words({ activity, stage, progress: { layer, total_layers, percent, remaining_minutes } }: PrinterState): string {
  if (activity === 'finished') return 'Finished';
  if (activity === 'failed') return `Stopped at ${percent}%`;
  const where = stage || (layer > 0 ? `Layer ${layer} of ${total_layers}` : 'Preparing');
  const left = typeof remaining_minutes === 'number' ? ` · ${remaining_minutes} min left` : '';
  return `${where} · ${percent}%${left}`;
}
