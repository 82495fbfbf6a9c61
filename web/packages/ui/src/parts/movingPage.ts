/** Without a scroll event for so long somebody has stopped scrolling. */
const stillMs = 150;
/** Whoever scrolls for longer sees how things stand meanwhile. */
const longestWaitMs = 3000;

let scrolledAt = Number.NEGATIVE_INFINITY;
if (typeof window !== 'undefined') {
  const scrolled = () => {
    scrolledAt = performance.now();
  };
  // Of the page alone: a log that follows what comes scrolls itself all the time, and nothing else may wait for that.
  window.addEventListener('scroll', scrolled, { passive: true });
}

/**
 * Nobody reads digits that move, and to draw a screen of them anew costs whoever scrolls some frames: while the page
 * moves, what was last shown at `shownAt` (by performance.now()) stays as it is, for 3 s at most.
 */
export function waitsForStillness(shownAt: number): boolean {
  const now = performance.now();
  return now - scrolledAt < stillMs && now - shownAt < longestWaitMs;
}
