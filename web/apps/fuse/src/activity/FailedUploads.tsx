import { Age, Icon } from '@gantry/ui';
import { uploadMeaning } from './meanings';
import type { FailedUpload } from './useActivity';

interface Props {
  uploads: FailedUpload[];
  count: number;
  names: Map<string, string>;
}

/** Pictures that did not reach Gantry, of the last 24 hours. */
export function FailedUploads({ uploads, count, names }: Props) {
  return (
    <section className="failed-uploads card" aria-labelledby="failed-uploads">
      <div className="failed-head">
        <h2 id="failed-uploads">Failed uploads</h2>
        <span className="small dim">{count === 0 ? 'last 24 hours' : `${count.toLocaleString()} in the last 24 hours`}</span>
      </div>
      {uploads.length === 0 ? (
        <p className="small failed-none" data-tone="green">
          <Icon name="check" size={16} /> Every picture arrived.
        </p>
      ) : (
        <ol aria-label="Failed uploads">
          {uploads.map(({ at, printer, problem }) => (
            <li key={`${at} ${printer}`}>
              <Age at={at} what="Failed" className="small dim" />
              <b>{names.get(printer) ?? 'A deleted printer'}</b>
              <span>
                {problem.detail} <span className="small dim">{uploadMeaning(problem)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {count > uploads.length && <p className="small dim">The newest {uploads.length} are shown.</p>}
    </section>
  );
}
