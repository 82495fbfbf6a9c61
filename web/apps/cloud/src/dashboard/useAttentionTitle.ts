import { needsAttention, useTitleCount } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { may, printersQuery, sessionQuery } from '../api';

/** The tab says how many printers need a person. */
export function useAttentionTitle(): void {
  const { data: session } = useQuery(sessionQuery);
  const { data: count = 0 } = useQuery({
    ...printersQuery,
    // Whoever is in no store would only be refused.
    enabled: may(session, 'printer.view'),
    select: (all) => all.filter(({ state }) => needsAttention(state)).length,
  });
  useTitleCount('Gantry', count);
}
