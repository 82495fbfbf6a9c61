import { useState } from 'react';

/** What was there first: a list in which somebody chooses does not move under their hand. */
export function useAtOpening<Value>(now: Value | undefined): Value | undefined {
  const [first, setFirst] = useState(now);
  if (first === undefined && now !== undefined) setFirst(now);
  return first;
}
