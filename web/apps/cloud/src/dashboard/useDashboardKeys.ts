import { isPlain, usePageKeys } from '@gantry/ui';
import { useContext } from 'react';
import { WatchAllContext } from './live/WatchAllContext';
import type { Selection } from './selection/useSelection';

/** Keys of the page; those of a picture belong to the picture. */
export function useDashboardKeys(selection: Selection | undefined): void {
  const watchAll = useContext(WatchAllContext);
  usePageKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a' && selection) {
      selection.all();
      return true;
    }
    if (!isPlain(event)) return false;
    if (event.key === 'w' && watchAll) (watchAll.on ? watchAll.stop : watchAll.start)();
    else if (event.key === 'Escape' && selection?.mode) selection.clear();
    else if (event.key.toLowerCase() === 'x' && selection) return choose(selection, event);
    else return false;
    return true;
  });
}

function choose(selection: Selection, event: KeyboardEvent): boolean {
  const tile = (event.target as Element).closest<HTMLElement>('[data-printer-id]');
  if (!tile) return false;
  selection.toggle(tile.dataset.printerId!, event.shiftKey);
  return true;
}
