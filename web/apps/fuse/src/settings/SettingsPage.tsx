import { Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { settingsQuery } from '../api';
import { sections } from './list';
import { Section } from './Section';
import './settings.css';
import { useSectionInView } from './useSectionInView';

export function SettingsPage() {
  const { data: settings, error, refetch } = useQuery(settingsQuery);
  if (error && !settings) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!settings) return <Loading what="the settings" />;
  return (
    <div className="settings">
      <Contents />
      <div className="settings-sections">
        <h1>Settings</h1>
        {sections.map(({ id, title, Body, danger }) => (
          <Section key={id} id={id} title={title} danger={danger}>
            <Body settings={settings} />
          </Section>
        ))}
      </div>
    </div>
  );
}

/** Beside the sections on a wide screen, a strip above them on a phone. */
function Contents() {
  const current = useSectionInView();
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    // The sections are there only now: the browser has looked for the anchor too early.
    const wanted = sections.find(({ id }) => `#${id}` === location.hash);
    if (wanted) document.getElementById(wanted.id)?.scrollIntoView?.();
  }, []);
  useEffect(() => {
    const link = strip.current?.querySelector<HTMLElement>(`[href="#${current}"]`);
    if (link) strip.current!.scrollLeft = link.offsetLeft - 24;
  }, [current]);
  return (
    <nav className="settings-contents" aria-label="Sections" ref={strip}>
      {sections.map(({ id, title, danger }) => (
        <a key={id} href={`#${id}`} className="nav-link" data-danger={danger} aria-current={id === current ? 'location' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
