import type { ReactNode } from 'react';
import { Icon } from '../parts/Icon';
import { ThemeToggle } from './ThemeToggle';

/** The page before the pages: signing in and setting up. */
export function FrontDoor({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  return (
    <div className="door">
      <main id="content" className="door-card card">
        <span className="brand-mark door-mark">
          <Icon name="logo" size={28} />
        </span>
        <h1>{title}</h1>
        {intro && <p className="dim">{intro}</p>}
        {children}
      </main>
      <div className="door-theme">
        <ThemeToggle />
      </div>
    </div>
  );
}
