/** Without a search through all that the tiles hold, as a selector would. */
export const childrenOf = (grid: HTMLElement) => [...grid.children] as HTMLElement[];

/** Those of a grid that are not hidden, in their order, without the room of the others. */
export function shownTiles(grid: HTMLElement): HTMLElement[] {
  return childrenOf(grid).filter((tile) => !tile.hidden && tile.dataset.rest === undefined);
}

/** The first element of the page that the selector means and that no hidden tile holds. */
export function firstShown(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find((one) => !one.closest('[hidden]'));
}
