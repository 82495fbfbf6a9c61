import { isPlain, usePageKeys } from '@gantry/ui';

/** Keys at the card that has the focus. */
export function useCardKeys(): void {
  usePageKeys((event) => {
    if (!isPlain(event)) return false;
    const from = event.target as Element;
    // What is full screen has taken the focus from its card, and f is the way back.
    const target = targetOf(event.key, event.key === 'f' ? (document.fullscreenElement ?? from) : from);
    target?.click();
    return Boolean(target);
  });
}

/** What the key presses: each is a button of the card, so that it does what a click does, or nothing while it is disabled. */
function targetOf(key: string, from: Element): HTMLElement | null | undefined {
  const card = from.closest('.printer-card');
  if (!card) return undefined;
  if (key === 'f') return card.querySelector<HTMLElement>('.picture-stage');
  if (key === 'Escape' && !document.fullscreenElement) return card.querySelector<HTMLElement>('[data-main][aria-pressed="true"]');
  return /^[psltci]$/.test(key) ? card.querySelector<HTMLElement>(`[aria-keyshortcuts="${key}"]`) : undefined;
}
