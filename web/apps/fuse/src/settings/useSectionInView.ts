import { useEffect, useState } from 'react';
import { sections } from './list';

/** The section that a person reads now: the last whose head has passed the upper part of the window. */
export function useSectionInView(): string {
  const [current, setCurrent] = useState(sections[0]!.id);
  useEffect(() => {
    const look = () => {
      const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const passed = sections.filter(({ id }) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        return top !== undefined && top < window.innerHeight * 0.35;
      });
      setCurrent((atEnd && window.scrollY > 0 ? sections.at(-1) : passed.at(-1))?.id ?? sections[0]!.id);
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, []);
  return current;
}
