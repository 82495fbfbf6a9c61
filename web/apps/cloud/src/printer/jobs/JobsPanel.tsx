import { Button } from '@mantine/core';
import { problemText } from '@gantry/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cloud, type PrinterView } from '../../api';
import { JobRow } from './JobRow';
import './jobs.css';

const aPage = 10;

/** What it prints and has printed, newest first; a `prints` event brings what begins and ends. */
export function JobsPanel({ view: { printer, state } }: { view: PrinterView }) {
  const { data, error, refetch, isFetching, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['prints', printer.id],
    queryFn: ({ pageParam }) =>
      cloud('get', '/api/printers/{id}/prints', { path: { id: printer.id }, query: { limit: aPage, ...(pageParam !== null && { before: pageParam }) } }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const jobs = data?.pages.flatMap(({ prints }) => prints);
  return (
    <>
      {error && (
        <div className="jobs-failure" role="alert">
          <p className="small">The jobs could not be loaded: {problemText(error)}</p>
          <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </div>
      )}
      {!error && !jobs && <p className="dim small">Loading the jobs …</p>}
      {jobs?.length === 0 && <p className="dim small">Nothing was printed yet. A print is listed here from the moment it begins, wherever it was started.</p>}
      {jobs && jobs.length > 0 && (
        <ul className="jobs" aria-label={`Jobs of ${printer.name}`}>
          {jobs.map((job) => (
            <JobRow key={job.number} job={job} state={state} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" className="jobs-more" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
