import { queryOptions } from '@tanstack/react-query';
import { cloud, type ApiKey, type AuditEntry, type User } from '../api';

type Actor = Pick<AuditEntry, 'actor_kind' | 'actor_id' | 'actor'>;

/** As many as the log gives at once. */
const limit = 200;

/** Who stands in the log: in its newest entries, and everybody who has ever joined. */
export const actorsQuery = queryOptions({
  queryKey: ['audit actors'],
  queryFn: async () => {
    const pages = await Promise.all([cloud('get', '/api/audit', { query: { limit } }), cloud('get', '/api/audit', { query: { limit, action: 'user.joined' } })]);
    return pages.flatMap(({ entries }) => entries);
  },
  staleTime: 60_000,
});

interface Known {
  /** Undefined for whoever may not see them. */
  users: User[] | undefined;
  keys: ApiKey[] | undefined;
  log: Actor[];
}

interface Group {
  group: string;
  items: Array<{ value: string; label: string }>;
}

/** Everybody whose doings can be looked for: people, API keys, and whoever of the log is neither any more. */
export function actorGroups({ users, keys, log }: Known): Group[] {
  const people = new Map(users?.map(({ id, name }) => [id, name]));
  const made = new Map(keys?.map(({ id, name }) => [id, name]));
  const gone = new Map<string, string>();
  const named = new Set([...people.keys(), ...made.keys()]);
  // The newest entry comes first: a name that was changed later is the one that people know.
  for (const { actor_kind, actor_id, actor } of log) {
    if (!actor_id || actor_kind === 'nobody' || named.has(actor_id)) continue;
    named.add(actor_id);
    if (actor_kind === 'apikey') (keys ? gone : made).set(actor_id, keys ? `API key ${actor}` : actor);
    else (users ? gone : people).set(actor_id, actor);
  }
  return [...group('People', people), ...group('API keys', made), ...group('No longer here', gone)];
}

function group(name: string, all: Map<string, string>): Group[] {
  const items = [...all].map(([value, label]) => ({ value, label })).toSorted((one, other) => one.label.localeCompare(other.label));
  return items.length > 0 ? [{ group: name, items }] : [];
}
