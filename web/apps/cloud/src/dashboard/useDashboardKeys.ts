import { useContext, useEffect, useEffectEvent, useState } from 'react';
import { WatchAllContext } from './live/WatchAllContext';
import type { Selection } from './selection/useSelection';

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';

/** Keys of the page; those of a picture belong to the picture. True while the list of keys is open. */
export function useDashboardKeys(selection: Selection | undefined): { help: boolean; setHelp: (open: boolean) => void } {
  const [help, setHelp] = useState(false);
  const watchAll = useContext(WatchAllContext);
  const pressed = useEffectEvent((event: KeyboardEvent): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a' && selection) {
      selection.all();
      return true;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '?') setHelp(true);
    else if (event.key === '/') return search();
    else if (event.key === 'w' && watchAll) (watchAll.on ? watchAll.stop : watchAll.start)();
    else if (event.key === 'Escape' && selection?.mode) selection.clear();
    else if (event.key.toLowerCase() === 'x' && selection) return choose(selection, event);
    else return false;
    return true;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const from = event.target as Element;
      if (event.defaultPrevented || from.matches(typing) || document.querySelector('[role="dialog"]')) return;
      if (pressed(event)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { help, setHelp };
}

/** False where so few are shown that nothing searches them. */
function search(): boolean {
  const field = document.querySelector<HTMLElement>('[data-search]');
  field?.focus();
  return field !== null;
}

function choose(selection: Selection, event: KeyboardEvent): boolean {
  const tile = (event.target as Element).closest<HTMLElement>('[data-printer-id]');
  if (!tile) return false;
  selection.toggle(tile.dataset.printerId!, event.shiftKey);
  return true;
}
