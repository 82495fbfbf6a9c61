import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Icon } from '../parts/Icon';
import { Failure, Loading } from '../parts/Notices';
import { OperationCard } from './OperationCard';
import { Prose } from './Prose';
import { entries, finds, groups, type ApiDocument, type Entry } from './openapi';
import './reference.css';

interface Props {
  /** "fuse": served as /api/fuse.json, and as /api/fuse.yaml for programs. */
  name: string;
  /** How a program signs in, which differs between the two applications. */
  signingIn: ReactNode;
}

/** What programs may ask of this server: every operation of its OpenAPI document. */
export function ApiReference({ name, signingIn }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ['api', name],
    queryFn: async () => {
      const response = await fetch(`/api/${name}.json`);
      if (!response.ok) throw new Error('The reference is not installed here.');
      return (await response.json()) as ApiDocument;
    },
    staleTime: Infinity,
  });
  return (
    <div className="reference">
      <h1>API</h1>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="the reference" />}
      {data && <Reference api={data} name={name} signingIn={signingIn} />}
    </div>
  );
}

const anchor = (group: string) => `group-${group.toLowerCase().replaceAll(/\W+/g, '-')}`;

function Reference({ api, name, signingIn }: Props & { api: ApiDocument }) {
  const [search, setSearch] = useState('');
  const [opened, setOpened] = useOpened();
  const all = entries(api);
  const shown = groups(all.filter((entry) => finds(entry, search)));
  return (
    <div className="reference-columns">
      <nav aria-label="Groups" className="reference-contents">
        {groups(all).map(([group, inside]) => (
          <a key={group} href={`#${anchor(group)}`} className="nav-link">
            {group} <span className="dim small figures">{inside.length}</span>
          </a>
        ))}
        {api['x-problems'] && (
          <a href="#problems" className="nav-link">
            Problems
          </a>
        )}
      </nav>
      <div className="reference-body">
        <Introduction api={api} name={name} signingIn={signingIn} />
        <TextInput
          type="search"
          data-search
          aria-keyshortcuts="/"
          aria-label="Search in the reference"
          placeholder="Search: printers, POST, whep, permission …"
          leftSection={<Icon name="search" size={16} />}
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <p className="small dim" role="status">
          {shown.length === 0 ? 'Nothing found. Other words may help.' : `${count(shown)} of ${all.length} operations`}
        </p>
        {shown.map(([group, inside]) => (
          <section key={group} id={anchor(group)} className="card reference-group" aria-labelledby={`${anchor(group)}-title`}>
            <h2 id={`${anchor(group)}-title`}>{group}</h2>
            {inside.map((entry) => (
              <OperationCard key={entry.operationId} api={api} entry={entry} opened={opened.has(entry.operationId)} onToggle={(open) => setOpened(entry.operationId, open)} />
            ))}
          </section>
        ))}
        {!search && api['x-problems'] && <Problems problems={api['x-problems']} />}
      </div>
    </div>
  );
}

const count = (shown: Array<[string, Entry[]]>) => shown.reduce((sum, [, inside]) => sum + inside.length, 0);

function Introduction({ api: { info }, name, signingIn }: Props & { api: ApiDocument }) {
  return (
    <section className="card reference-group" aria-label="About">
      {info.description && (
        <p>
          <Prose text={info.description} />
        </p>
      )}
      <p>{signingIn}</p>
      <p className="small dim">
        Version {info.version} · <a href={`/api/${name}.yaml`}>OpenAPI 3.1 (YAML)</a> · <a href={`/api/${name}.json`}>JSON, in one piece</a>
      </p>
    </section>
  );
}

function Problems({ problems }: { problems: NonNullable<ApiDocument['x-problems']> }) {
  return (
    <section id="problems" className="card reference-group" aria-labelledby="problems-title">
      <h2 id="problems-title">Problems</h2>
      <p>
        What goes wrong is answered as <code>application/problem+json</code> (RFC 9457): <code>code</code> is for programs and does not change,{' '}
        <code>detail</code> is for people and says what to do.
      </p>
      <ul className="members">
        {Object.entries(problems).map(([code, { status, meaning }]) => (
          <li key={code} className="problem">
            <code>{code}</code>
            <span className="figures dim">{status}</span>
            <span>
              <Prose text={meaning} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Which operations are open; the address's own is, so that one can be shown to somebody. */
function useOpened(): [ReadonlySet<string>, (id: string, open: boolean) => void] {
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set([decodeURIComponent(window.location.hash.slice(1))]));
  useEffect(() => {
    const follow = () => {
      const id = decodeURIComponent(window.location.hash.slice(1));
      if (!id) return;
      setOpened((before) => new Set(before).add(id));
      document.getElementById(id)?.scrollIntoView?.();
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const change = (id: string, open: boolean) => {
    setOpened((before) => {
      if (before.has(id) === open) return before;
      const after = new Set(before);
      if (open) after.add(id);
      else after.delete(id);
      return after;
    });
    if (open) window.history.replaceState(window.history.state, '', `#${id}`);
  };
  return [opened, change];
}
