import { needsAttention } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { printersQuery } from '../api';

/** The tab says how many printers need a person. */
export function useAttentionTitle(): void {
  const { data: count = 0 } = useQuery({
    ...printersQuery,
    select: (all) => all.filter(({ state }) => needsAttention(state)).length,
  });
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Gantry` : 'Gantry';
  }, [count]);
}
