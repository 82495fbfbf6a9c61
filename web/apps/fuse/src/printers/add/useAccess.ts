import { problemText } from '@gantry/api';
import type { components } from '@gantry/api/fuse';
import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { fuse, type PrinterChange } from '../../api';

type AccessVerdict = components['schemas']['AccessVerdict'];
type AccessTry = components['schemas']['AccessTry'];
type ProblemText = components['schemas']['ProblemText'];

/** Whether a code works: not tried, being tried, or what the printer said. */
export type Access =
  | { state: 'untried' }
  | { state: 'trying' }
  | { state: 'works'; warning?: ProblemText; note?: string }
  | { state: 'fails'; problem: Pick<ProblemText, 'code' | 'detail'>; again: () => void };

/** Tries each as it is given, once; undefined is not tried. Nothing is kept longer than it is shown. */
export function useAccess(tries: Array<AccessTry | undefined>): Access[] {
  const answers = useQueries({
    queries: tries.map((body, index) => ({
      queryKey: ['access', body ?? index],
      queryFn: ({ signal }: { signal: AbortSignal }) => fuse('post', '/api/discovery/test', { body: body!, signal }),
      enabled: body !== undefined,
      retry: false,
      gcTime: 0,
    })),
  });
  return answers.map((answer, index) => (tries[index] ? accessOf(answer) : { state: 'untried' }));
}

/** The same for a printer that is here, as it would be reached after this change. */
export function useChangedAccess(id: string, change: PrinterChange | undefined): Access {
  const answer = useQuery({
    queryKey: ['access', id, change],
    queryFn: ({ signal }) => fuse('post', '/api/printers/{id}/test', { path: { id }, body: change!, signal }),
    enabled: change !== undefined,
    retry: false,
    gcTime: 0,
  });
  return change ? accessOf(answer) : { state: 'untried' };
}

function accessOf({ data, error, isFetching, refetch }: UseQueryResult<AccessVerdict>): Access {
  if (isFetching) return { state: 'trying' };
  const again = () => void refetch();
  if (error) return { state: 'fails', problem: { code: 'offline', detail: problemText(error) }, again };
  if (!data) return { state: 'untried' };
  return data.problem ? { state: 'fails', problem: data.problem, again } : { state: 'works', warning: data.warning ?? undefined, note: data.note };
}

/** What a driver calls its printers' failures, by their code. */
export type Failures = Record<string, string>;

const titles: Partial<Record<ProblemText['code'], string>> = {
  unauthorized: 'Not let in',
  untrusted: 'Another printer',
  unsupported: 'Not such a printer',
  busy: 'Too many clients',
  rate_limited: 'Not tried yet',
  offline: 'Unreachable',
  timeout: 'Too slow',
  rejected: 'Refused',
  conflict: 'Another printer’s address',
};

/** Names what is wrong, so that it is recognised before its explanation is read. */
export const accessTitle = (code: ProblemText['code'], failures: Failures = {}): string => failures[code] ?? titles[code] ?? 'This did not work';
