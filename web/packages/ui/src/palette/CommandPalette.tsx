import { Suspense, useCallback, useEffect, useEffectEvent, useRef, useState, type ComponentType } from 'react';
import { isForPage, isPlain } from '../frame/usePageKeys';
import { Icon } from '../parts/Icon';

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
/** As it stands on the keyboard in front of whoever reads it. */
export const paletteKey = isApple ? '⌘ K' : 'Ctrl K';

export interface PaletteProps {
  /** What was typed before there was a field for it. */
  typedBefore: () => string;
  onClose: () => void;
}

interface Props {
  /** Its content, loaded when it is opened for the first time. */
  palette: ComponentType<PaletteProps>;
}

/** Whoever types on after Ctrl and K means the palette, also while it is still being loaded: nothing reaches the page's keys. */
function useTypedBefore(opened: boolean, onEscape: () => void): () => string {
  const typed = useRef('');
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!isPlain(event) || document.querySelector('.palette')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') onEscape();
    else if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1);
    else if ([...event.key].length === 1) typed.current += event.key;
  });
  useEffect(() => {
    if (!opened) return undefined;
    typed.current = '';
    const onKey = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [opened]);
  return useCallback(() => typed.current, []);
}

/** The way to everything from anywhere: a button, Ctrl or ⌘ with K, and / where a page has no search of its own. */
export function CommandPalette({ palette: Palette }: Props) {
  const [opened, setOpened] = useState(false);
  const typedBefore = useTypedBefore(opened, () => setOpened(false));
  const pressed = useEffectEvent((event: KeyboardEvent): boolean => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      // The browser's own search would open instead; over another dialog it only would hide a question.
      if (opened || !document.querySelector('[role="dialog"]')) setOpened(!opened);
      return true;
    }
    if (event.key !== '/' || !isPlain(event) || !isForPage(event)) return false;
    setOpened(true);
    return true;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (pressed(event)) event.preventDefault();
    };
    // After the page's own keys, which listen at the document.
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button type="button" className="palette-opener" aria-keyshortcuts="Control+K Meta+K" aria-haspopup="dialog" onClick={() => setOpened(true)}>
        <Icon name="search" />
        <span className="palette-opener-text">
          Search<span className="visually-hidden"> everything</span>
        </span>
        <kbd aria-hidden>{paletteKey}</kbd>
      </button>
      {opened && (
        <Suspense fallback={null}>
          <Palette typedBefore={typedBefore} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
