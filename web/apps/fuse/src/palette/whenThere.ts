/** Of a page that is only now being loaded. */
const limitMs = 3000;

/** Hands what `selector` names to `act` as soon as it is in the page and the palette has gone; never, if it does not come soon. */
export function whenThere(selector: string, act: (element: HTMLElement) => void): void {
  const stop = () => {
    watcher.disconnect();
    clearTimeout(timer);
  };
  const look = () => {
    const element = document.querySelector<HTMLElement>(selector);
    if (!element || document.querySelector('.palette')) return;
    stop();
    act(element);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(stop, limitMs);
}
