import type { ReactNode } from 'react';

interface Props {
  id: string;
  title: string;
  danger?: boolean;
  children: ReactNode;
}

/** A card of the Settings page, reachable as /settings#id. */
export function Section({ id, title, danger, children }: Props) {
  return (
    <section id={id} className="card settings-section" data-danger={danger} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
