import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPage } from '../testing';
import { PageFailure } from './PageFailure';
import { followUpdates } from './updates';

const reload = vi.fn();
followUpdates(reload);

/** As the page was built, and what is served now. */
function serve(entry: string | undefined) {
  vi.stubGlobal('fetch', async () => {
    if (entry === undefined) throw new TypeError('Failed to fetch');
    return new Response(`<!doctype html><script src="/theme.js"></script><script type="module" crossorigin src="/assets/${entry}.js"></script>`);
  });
}

/** As the build tells it: a piece of the application did not come. */
function lose(): Error {
  const payload = new TypeError('Failed to fetch dynamically imported module: /assets/PrintersPage-a1.js');
  window.dispatchEvent(Object.assign(new Event('vite:preloadError', { cancelable: true }), { payload }));
  return payload;
}

beforeEach(() => {
  document.head.innerHTML = '<script type="module" src="/assets/index-old.js"></script>';
});
afterEach(() => {
  sessionStorage.clear();
  reload.mockReset();
  vi.unstubAllGlobals();
});

describe('a page that was open while Gantry was updated', () => {
  it('is loaded anew when a piece of it is gone, once for each version', async () => {
    serve('index-new');
    renderPage(<PageFailure error={lose()} reset={() => {}} />);
    expect(screen.getByText('Loading the new version …')).toBeInTheDocument();
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    const again = lose();
    renderPage(<PageFailure error={again} reset={() => {}} />);
    await screen.findByRole('alert');
    expect(reload).toHaveBeenCalledOnce();
    serve('index-newer');
    lose();
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(2));
  });

  it.each([
    ['the server is away', undefined],
    ['it is the newest', 'index-old'],
  ])('stays and says what is missing where %s', async (_, entry) => {
    serve(entry);
    renderPage(<PageFailure error={lose()} reset={() => {}} />);
    expect(await screen.findByRole('alert')).toHaveTextContent('A part of this page could not be loaded');
    expect(screen.getByRole('heading', { level: 1, name: 'This did not work' })).toBeInTheDocument();
    expect(reload).not.toHaveBeenCalled();
  });
});

it('a page that broke otherwise says why, and is drawn again when asked', () => {
  const reset = vi.fn();
  renderPage(<PageFailure error={new Error('no such printer')} reset={reset} />);
  expect(screen.getByRole('alert')).toHaveTextContent('No such printer');
  screen.getByRole('button', { name: 'Try again' }).click();
  expect(reset).toHaveBeenCalledOnce();
});
