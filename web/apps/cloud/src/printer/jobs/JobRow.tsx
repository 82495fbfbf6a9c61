import { Age, Badge, exactTime } from '@gantry/ui';
import type { PrintRecord, PrinterView } from '../../api';
import { momentText, progressText, resultLook, tookText } from './jobText';

/** One print: what, how it went, when. */
export function JobRow({ job, state }: { job: PrintRecord; state: PrinterView['state'] }) {
  const running = job.result === 'running';
  const heard = running && state.connection === 'online';
  const name = job.name || 'A print without a name';
  return (
    <li className="job" data-running={running || undefined}>
      <div className="job-head">
        <b className="job-name" title={name}>
          {name}
        </b>
        <Badge look={resultLook(job, state)} />
      </div>
      {heard && <progress className="bar" max={100} value={state.progress.percent} aria-label={`Progress of ${name}`} />}
      {heard && <p className="small figures">{progressText(state)}</p>}
      {job.reason && <p className="small job-reason">{job.reason}</p>}
      <p className="small dim figures">{running ? <Since job={job} heard={heard} /> : <Times job={job} />}</p>
    </li>
  );
}

function Since({ job, heard }: { job: PrintRecord; heard: boolean }) {
  return (
    <>
      {job.started_at > 0 ? (
        <>
          Since <Moment at={job.started_at} />
        </>
      ) : (
        'Began while not connected'
      )}
      {!heard && ' · it ran when the printer was heard of last'}
    </>
  );
}

/** A time that nobody saw is not made up. */
function Times({ job }: { job: PrintRecord }) {
  const { started_at, ended_at } = job;
  const took = tookText(job);
  if (started_at === 0 && ended_at === 0) return 'Ended while not connected';
  return (
    <>
      {started_at > 0 ? <Moment at={started_at} /> : 'Began while not connected'}
      {took && ` · took ${took}`}
      {ended_at > 0 ? (
        <>
          {' · ended '}
          <Age at={ended_at} />
        </>
      ) : (
        ' · ended while not connected'
      )}
    </>
  );
}

function Moment({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {momentText(at)}
    </time>
  );
}
