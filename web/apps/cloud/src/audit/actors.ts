import { queryOptions } from '@tanstack/react-query';
import { cloud, type AuditActor } from '../api';

/** Who stands in the log: people, API keys, and whoever of them is no longer here. */
export const actorsQuery = queryOptions({ queryKey: ['audit actors'], queryFn: () => cloud('get', '/api/audit/actors'), staleTime: 0 });

interface Group {
  group: string;
  items: Array<{ value: string; label: string }>;
}

/** Everybody whose doings can be looked for, in the order of their names. */
export function actorGroups(actors: AuditActor[]): Group[] {
  const here = (kind: AuditActor['kind']) => actors.filter((actor) => actor.here && actor.kind === kind).map(({ id, name }) => ({ value: id, label: name }));
  const gone = actors.filter((actor) => !actor.here).map(({ kind, id, name }) => ({ value: id, label: kind === 'apikey' ? `API key ${name}` : name }));
  return [...group('People', here('user')), ...group('API keys', here('apikey')), ...group('No longer here', gone)];
}

function group(name: string, items: Group['items']): Group[] {
  return items.length > 0 ? [{ group: name, items: items.toSorted((one, other) => one.label.localeCompare(other.label)) }] : [];
}
