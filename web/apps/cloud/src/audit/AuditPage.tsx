import { Button, NativeSelect } from '@mantine/core';
import { Empty, Failure, Icon, Loading } from '@gantry/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { cloud } from '../api';
import { Permitted } from '../settings/Denied';
import { actorGroups, actorsQuery } from './actors';
import { AuditRow } from './AuditRow';
import { areas, queryOf, spans, type AuditSearch } from './filters';

export function AuditPage() {
  return (
    <Permitted permission="audit.view" title="Audit">
      <Audit />
    </Permitted>
  );
}

function Audit() {
  const search = useSearch({ from: '/frame/settings/audit' });
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam }) => cloud('get', '/api/audit', { query: { ...queryOf(search), ...(pageParam !== null && { before: pageParam }) } }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const entries = data?.pages.flatMap((page) => page.entries);
  return (
    <>
      <div className="page-head">
        <h1>Audit</h1>
        <Exports search={search} />
      </div>
      <Filters search={search} />
      {error && !entries && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !entries && <Loading what="the audit log" />}
      {entries?.length === 0 && (
        <Empty icon="info" title="Nothing was done that fits">
          Widen the filters, or look at a longer time.
        </Empty>
      )}
      {entries && entries.length > 0 && (
        <ul className="rows card audit" aria-label="Audit log">
          {entries.map((entry) => (
            <AuditRow key={entry.number} entry={entry} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" className="rows-more" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Earlier entries
        </Button>
      )}
    </>
  );
}

function Filters({ search }: { search: AuditSearch }) {
  const navigate = useNavigate();
  const { data: actors = [] } = useQuery(actorsQuery);
  const choose = (change: Partial<AuditSearch>) => void navigate({ to: '/settings/audit', search: { ...search, ...change }, replace: true });
  return (
    <div className="filters" role="search" aria-label="Audit log">
      <NativeSelect label="What" data={areas} value={search.area ?? ''} onChange={(event) => choose({ area: event.currentTarget.value || undefined })} />
      <NativeSelect
        label="Who"
        data={[{ value: '', label: 'Everybody' }, ...actorGroups(actors)]}
        value={search.who ?? ''}
        onChange={(event) => choose({ who: event.currentTarget.value || undefined })}
      />
      <NativeSelect label="When" data={spans} value={search.days ?? ''} onChange={(event) => choose({ days: event.currentTarget.value || undefined })} />
    </div>
  );
}

function Exports({ search }: { search: AuditSearch }) {
  const link = (format: string) => {
    const query = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(queryOf(search))) query.set(name, String(value));
    return `/api/audit/export?${query}`;
  };
  return (
    <div className="row">
      <Button component="a" variant="default" href={link('csv')} download leftSection={<Icon name="down" />}>
        CSV
      </Button>
      <Button component="a" variant="default" href={link('jsonl')} download leftSection={<Icon name="down" />}>
        JSON
      </Button>
    </div>
  );
}
