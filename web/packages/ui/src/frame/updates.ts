const reloadedFor = 'gantry-reloaded-for';
const limitMs = 5000;

/** Pieces of the application that did not come, each with whether the page is loaded anew for it. */
const missing = new WeakMap<object, Promise<boolean>>();

/** Of an error that says so; undefined for every other one. */
export const missingPiece = (error: unknown): Promise<boolean> | undefined => (typeof error === 'object' && error ? missing.get(error) : undefined);

const entryOf = (html: string): string | undefined => /<script\b[^>]*\btype="module"[^>]*\bsrc="([^"]+)"/.exec(html)?.[1];

/** Whether another version is served than the one that runs here. True once for each: a page never reloads in a circle. */
async function isUpdated(): Promise<boolean> {
  const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(limitMs) }).catch(() => undefined);
  const served = answer?.ok ? entryOf(await answer.text()) : undefined;
  if (!served || served === entryOf(document.head.innerHTML) || sessionStorage.getItem(reloadedFor) === served) return false;
  sessionStorage.setItem(reloadedFor, served);
  return true;
}

/**
 * A page that was open while Gantry was updated asks for pieces that are gone: it is loaded anew. Where the server is
 * away the page stays, and `PageFailure` says what is missing.
 */
export function followUpdates(reload = () => window.location.reload()): void {
  window.addEventListener('vite:preloadError', (event) => {
    const { payload: error } = event as Event & { payload: Error };
    // The browser's words name an address; and by them the router would reload a page whose server is away.
    error.message = 'a part of this page could not be loaded';
    const reloads = isUpdated();
    missing.set(error, reloads);
    void reloads.then((updated) => updated && reload());
  });
}
