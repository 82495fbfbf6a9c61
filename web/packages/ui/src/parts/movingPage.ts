/** Without a scroll event for so long somebody has stopped scrolling. */
const stillMs = 150;
/** Nobody reads what passes by at more pixels a second than this. */
const legibleSpeed = 500;
/** So long is looked before it is said how fast the page moves. */
const lookMs = 60;

let scrolledAt = Number.NEGATIVE_INFINITY;
let looked = { at: Number.NEGATIVE_INFINITY, y: 0 };
let speed = 0;

function scrolled(): void {
  const now = performance.now();
  const began = now - scrolledAt > stillMs;
  const passed = now - looked.at;
  scrolledAt = now;
  if (began) speed = 0;
  else if (passed < lookMs) return;
  else speed = (Math.abs(window.scrollY - looked.y) / passed) * 1000;
  looked = { at: now, y: window.scrollY };
}

// Of the page alone: a log that follows what comes scrolls itself all the time, and nothing else may wait for that.
if (typeof window !== 'undefined') window.addEventListener('scroll', scrolled, { passive: true });

/**
 * Whether somebody scrolls so fast that nobody reads what stands there. What changes meanwhile is shown when they look: to
 * draw a screen of digits anew costs them frames.
 */
export const pageFlies = (): boolean => speed > legibleSpeed && performance.now() - scrolledAt < stillMs;
