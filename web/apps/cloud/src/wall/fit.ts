const narrowest = 220;

/** How many columns show all tiles of 16:9 at once, as large as can be; when that is too small, what scrolls instead. */
export function columnsFor(count: number, width: number, height: number): number {
  let best = 1;
  let bestWidth = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tile = Math.min(width / columns, (height / rows) * (16 / 9));
    if (tile > bestWidth) [best, bestWidth] = [columns, tile];
  }
  return bestWidth >= narrowest ? best : Math.max(1, Math.floor(width / 300));
}
