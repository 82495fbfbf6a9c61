import type { PrinterState } from '@gantry/api';
import { ReportAge, activityText, durationText } from '@gantry/ui';
import { memo } from 'react';

type Props = Pick<PrinterState, 'activity' | 'stage' | 'progress' | 'connection' | 'last_report_at'>;

export const hasJob = ({ activity }: Pick<PrinterState, 'activity'>): boolean =>
  activity === 'printing' || activity === 'paused' || activity === 'preparing';

/** State, one progress bar, file and layer; the same room whether something prints or not. */
export const Job = memo(function Job({ printer, state }: { printer: string; state: Props }) {
  const { activity, stage, progress } = state;
  const busy = hasJob(state);
  const title = progress.job_name || (busy ? 'Unnamed print' : '');
  const shown = activity === 'idle' || activity === 'unknown' ? '' : title;
  return (
    <div className="job" data-activity={activity}>
      <p className="job-line">
        <b>{activityText(state)}</b>
        {stage && <span className="job-stage dim">{stage}</span>}
        <ReportAge printer={printer} state={state} className="job-age dim small" />
        {busy && <b className="job-percent figures">{progress.percent}%</b>}
      </p>
      {busy ? (
        <progress className="bar" max={100} value={progress.percent} aria-label={`Progress of ${title}`} />
      ) : (
        <span className="bar bar-none" aria-hidden />
      )}
      <p className="job-line small dim">
        <span className="job-name" title={shown || undefined}>
          {shown || 'No job'}
        </span>
        {busy && progress.total_layers > 0 && (
          <span className="job-layers figures">
            Layer {progress.layer}/{progress.total_layers}
          </span>
        )}
      </p>
    </div>
  );
});

/** "1h 20m left", and when that is. */
export const TimeLeft = memo(function TimeLeft({ state }: { state: Props }) {
  const { progress, last_report_at, connection } = state;
  if (!hasJob(state) || connection !== 'online' || typeof progress.remaining_minutes !== 'number') return null;
  return (
    <span className="time-left figures">
      <b>{durationText(progress.remaining_minutes)} left</b> <span className="dim">Done {finishText(last_report_at, progress.remaining_minutes)}</span>
    </span>
  );
});

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });

/** "16:42", with the day when it is another one. */
export function finishText(reportedAt: number, minutes: number, now = Date.now()): string {
  const at = new Date((reportedAt || now) + minutes * 60_000);
  const time = timeOfDay.format(at);
  if (at.toDateString() === new Date(now).toDateString()) return time;
  return `${weekday.format(at)} ${time}`;
}
