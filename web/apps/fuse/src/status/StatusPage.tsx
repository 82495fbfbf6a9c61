import { Age, Empty, Failure, Icon, Loading, type IconName, type Look } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { statusQuery, type LogEvent, type Status } from '../api';
import { useEventsLink } from '../events';
import { HelpHint } from '../help/HelpHint';
import { cloudIndicator, fuseIndicator, printersIndicator, type Indicator } from './indicators';

export function StatusPage() {
  const { data: status, error, refetch } = useQuery(statusQuery);
  const { connected, lostAt } = useEventsLink();
  if (error && !status) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!status) return <Loading what="the status" />;
  return (
    <>
      <div className="page-head">
        <h1>Status</h1>
        {status.cloud.store_name && <span className="dim">Store: {status.cloud.store_name}</span>}
      </div>
      <Indicators status={status} answering={connected || lostAt === undefined} />
      <Events events={status.events} />
    </>
  );
}

function Indicators({ status, answering }: { status: Status; answering: boolean }) {
  return (
    <ul className="indicators" aria-label="Key indicators">
      <Tile name="Printers" icon="printer" indicator={printersIndicator(status)} />
      <Tile name="Fuse Client (LAN)" icon="host" indicator={fuseIndicator(answering)} />
      <Tile name="Gantry (Cloud)" icon="cloud" indicator={cloudIndicator(status.cloud)} />
    </ul>
  );
}

const marks: Record<Look['tone'], IconName> = {
  green: 'check',
  blue: 'info',
  purple: 'waiting',
  yellow: 'warning',
  gray: 'info',
  red: 'error',
};

function Tile({ name, icon, indicator }: { name: string; icon: IconName; indicator: Indicator }) {
  const { text, tone, reason, next, help } = indicator;
  return (
    <li className="indicator card" data-tone={tone} aria-label={`${name}: ${text}`}>
      <span className="indicator-icon">
        <Icon name={icon} size={26} />
      </span>
      <div>
        <h2>{name}</h2>
        <p className="indicator-state">
          <Icon name={marks[tone]} size={18} /> {text}
        </p>
        {reason && <p className="small">{reason}</p>}
        {next && <p className="small dim">{next}</p>}
        {help && <HelpHint about={help} />}
      </div>
    </li>
  );
}

function Events({ events }: { events: LogEvent[] }) {
  return (
    <section className="events card" aria-labelledby="events-title">
      <h2 id="events-title">Last events</h2>
      {events.length === 0 ? (
        <Empty icon="waiting" title="Nothing has happened yet">
          Connections, pictures and refusals appear here.
        </Empty>
      ) : (
        <ol>
          {events.toSorted((one, other) => other.at - one.at).slice(0, 50).map((event) => (
            <EventRow key={`${event.at} ${event.area} ${event.text}`} event={event} />
          ))}
        </ol>
      )}
    </section>
  );
}

const levels: Record<LogEvent['level'], { icon: IconName; word: string; tone: Look['tone'] }> = {
  info: { icon: 'info', word: 'Information', tone: 'gray' },
  warning: { icon: 'warning', word: 'Warning', tone: 'yellow' },
  error: { icon: 'error', word: 'Error', tone: 'red' },
};

function EventRow({ event }: { event: LogEvent }): ReactNode {
  const { icon, word, tone } = levels[event.level];
  return (
    <li data-tone={tone}>
      <span className="event-mark">
        <Icon name={icon} size={16} />
        <span className="visually-hidden">{word}</span>
      </span>
      <span className="event-text">{event.text}</span>
      <span className="dim small">{event.area}</span>
      <Age at={event.at} className="dim small figures" />
    </li>
  );
}
