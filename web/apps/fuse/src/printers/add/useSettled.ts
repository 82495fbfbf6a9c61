import { useEffect, useState } from 'react';

const settleMs = 350;

/** The value once it has not changed for a moment: what somebody types is not asked letter by letter. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
