import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { isPlain, usePageKeys } from '../frame/usePageKeys';
import { paletteKey } from '../palette/CommandPalette';
import { KeysDialog, type KeyList } from './KeysDialog';

interface Keys {
  set: (own: KeyList) => void;
  show: () => void;
}

const KeysContext = createContext<Keys>({ set: () => {}, show: () => {} });
const none: KeyList = [];

const searchField = () => document.querySelector<HTMLElement>('[data-search]');

/** About all pages: / leads to the search of the page, if it has one, and ? lists its keys with those of every page. */
export function PageKeys({ children }: { children: ReactNode }) {
  const [own, set] = useState(none);
  const [opened, setOpened] = useState(false);
  const [searches, setSearches] = useState(false);
  const keys = useMemo<Keys>(() => {
    const show = () => {
      setSearches(searchField() !== null);
      setOpened(true);
    };
    return { set, show };
  }, []);
  usePageKeys((event) => {
    if (!isPlain(event)) return false;
    const field = event.key === '/' ? searchField() : null;
    field?.focus();
    if (event.key === '?') keys.show();
    return field !== null || event.key === '?';
  });
  const all: KeyList = [['/', searches ? 'Search' : 'Search everything'], [paletteKey, 'Find a printer, a page or an action'], ...own, ['?', 'This list']];
  return (
    <KeysContext value={keys}>
      {children}
      <KeysDialog keys={all} opened={opened} onClose={() => setOpened(false)} />
    </KeysContext>
  );
}

/** What keys do on the page that calls this, while it is open; the same list until it changes. */
export function useKeysOf(own: KeyList): void {
  const { set } = use(KeysContext);
  useEffect(() => {
    set(own);
    return () => set(none);
  }, [set, own]);
}

/** Opens the list, as ? does. */
export const useShowKeys = (): (() => void) => use(KeysContext).show;
