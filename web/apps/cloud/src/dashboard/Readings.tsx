import type { PrinterState, Temperature } from '@gantry/api';
import { ReportAge, activityText, durationText } from '@gantry/ui';

/** Job with its bar, and the temperatures in tabular figures; how old all of it is, when it is. */
export function Readings({ printer, state }: { printer: string; state: PrinterState }) {
  const { progress, activity } = state;
  const running = activity === 'printing' || activity === 'paused' || activity === 'preparing';
  // "Printing" stands in the badge already; what is paused or prepared is not said there.
  const unnamed = activity === 'printing' ? 'Unnamed print' : activityText(state);
  const title = (running && (progress.job_name || state.stage)) || unnamed;
  const left = typeof progress.remaining_minutes === 'number' ? `${durationText(progress.remaining_minutes)} left` : '';
  return (
    <div className="readings">
      <div className="readings-job">
        <span className="readings-name">{title}</span>
        <span className="readings-figures figures dim">
          {running && <span>{[`${progress.percent}%`, left].filter(Boolean).join(' · ')}</span>}
          <ReportAge printer={printer} state={state} />
        </span>
      </div>
      {running && <progress className="bar" max={100} value={progress.percent} aria-label={`Progress of ${progress.job_name || 'the print'}`} />}
      <dl className="readings-temperatures figures">
        <Reading name="Nozzle" value={state.nozzle} />
        <Reading name="Bed" value={state.bed} />
        {state.chamber && <Reading name="Chamber" value={state.chamber} />}
        {progress.total_layers > 0 && running && (
          <div>
            <dt>Layer</dt>
            <dd>
              {progress.layer}/{progress.total_layers}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

function Reading({ name, value: { actual_c, target_c } }: { name: string; value: Temperature }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {Math.round(actual_c)}°{target_c > 0 && <span className="dim">/{Math.round(target_c)}°</span>}
      </dd>
    </div>
  );
}
