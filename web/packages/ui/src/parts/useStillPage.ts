import { useEffect } from 'react';

let open = 0;

/**
 * While a dialog is open the page beneath it does not scroll. Counted here and not by a selector: `body:has(...)` is
 * searched for through the whole page each time that anything in it changes.
 */
export function useStillPage(opened: boolean): void {
  useEffect(() => {
    if (!opened) return undefined;
    open += 1;
    document.body.dataset.still = '';
    return () => {
      open -= 1;
      if (open === 0) delete document.body.dataset.still;
    };
  }, [opened]);
}
