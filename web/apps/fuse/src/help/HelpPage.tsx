import { useEffect } from 'react';
import { cases, prerequisites } from './cases';
import { Support } from './Support';

/** Every case in one place; each stands beside its fault as well. */
export function HelpPage() {
  useEffect(() => {
    // The browser looked for the anchor before this page was loaded.
    const wanted = document.getElementById(window.location.hash.slice(1));
    wanted?.scrollIntoView?.();
    wanted?.focus({ preventScroll: true });
  }, []);
  const all = Object.entries(cases);
  return (
    <div className="help-page">
      <h1>Help</h1>
      <nav className="help-contents" aria-label="Help topics">
        {all.map(([id, { title }]) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
        <a href="#support">Support</a>
      </nav>
      <section className="card help-case" aria-labelledby="before-title">
        <h2 id="before-title">Before a printer can be added</h2>
        <p>{prerequisites} Developer Mode appears only while LAN Mode is on.</p>
      </section>
      {all.map(([id, { title, steps }]) => (
        <section key={id} id={id} className="card help-case" aria-labelledby={`${id}-title`} tabIndex={-1}>
          <h2 id={`${id}-title`}>{title}</h2>
          <ol>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      ))}
      <Support />
    </div>
  );
}
