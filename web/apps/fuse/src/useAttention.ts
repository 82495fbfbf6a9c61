import { needsAttention, useTitleCount } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { printersQuery } from './api';

/** The tab says how many printers need a person, whatever page is open; the events bring the list. */
export function useAttention(): void {
  const { data: count = 0 } = useQuery({
    ...printersQuery,
    enabled: false,
    select: (all) => all.filter(({ state }) => needsAttention(state)).length,
  });
  useTitleCount('Gantry Fuse', count);
}
