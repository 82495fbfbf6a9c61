/** Those of a grid that are not hidden, in their order, without the room of the others. */
export function shownTiles(grid: HTMLElement): HTMLElement[] {
  return [...grid.querySelectorAll<HTMLElement>(':scope > :not([hidden], [data-rest])')];
}

/** The first element of the page that the selector means and that no hidden tile holds. */
export function firstShown(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((one) => !one.closest('[hidden]'));
}
