import { useEffect, useState } from 'react';

const typing = 'input, textarea, select, [contenteditable]';

/** Keys of the page: / and ? anywhere, the others at the card that has the focus. True while the list of keys is open. */
export function useCardKeys(): { help: boolean; setHelp: (open: boolean) => void } {
  const [help, setHelp] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const from = event.target as Element;
      if (event.ctrlKey || event.metaKey || event.altKey || from.matches(typing) || document.querySelector('[role="dialog"]')) return;
      // What is full screen has taken the focus from its card, and f is the way back.
      const target = targetOf(event.key, event.key === 'f' ? (document.fullscreenElement ?? from) : from);
      if (event.key === '?') setHelp(true);
      else if (event.key === '/' && document.querySelector('[data-search]')) document.querySelector<HTMLElement>('[data-search]')!.focus();
      else if (target) target.click();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return { help, setHelp };
}

/** What the key presses: each is a button of the card, so that it does what a click does, or nothing while it is disabled. */
function targetOf(key: string, from: Element): HTMLElement | null | undefined {
  const card = from.closest('.printer-card');
  if (!card) return undefined;
  if (key === 'f') return card.querySelector<HTMLElement>('.picture-stage');
  if (key === 'Escape' && !document.fullscreenElement) return card.querySelector<HTMLElement>('[data-main][aria-pressed="true"]');
  return /^[psltci]$/.test(key) ? card.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}"]`) : undefined;
}
