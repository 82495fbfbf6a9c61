import { needsAttention, useTitleCount } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { printersQuery } from '../api';

/** The tab says how many printers need a person. */
export function useAttentionTitle(): void {
  const { data: count = 0 } = useQuery({
    ...printersQuery,
    select: (all) => all.filter(({ state }) => needsAttention(state)).length,
  });
  useTitleCount('Gantry', count);
}
