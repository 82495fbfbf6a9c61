import { useEffect, useState, type RefObject } from 'react';
import { isDark } from './frames';

const lookEveryMs = 5000;

/** The video of the picture that something stands in. */
export const videoOf = (inside: HTMLElement | null) => inside?.closest('.picture')?.querySelector('video');

/** Whether the picture about `inside` plays and shows nothing but the dark. */
export function useDarkness(inside: RefObject<HTMLElement | null>, playing: boolean): boolean {
  const [dark, setDark] = useState(false);
  useEffect(() => {
    if (!playing) return undefined;
    const look = () => setDark(isDark(videoOf(inside.current)));
    const timer = setInterval(look, lookEveryMs);
    look();
    return () => clearInterval(timer);
  }, [inside, playing]);
  return dark && playing;
}
