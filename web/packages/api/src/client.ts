import { ApiError } from './problem';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { [K in M]: { responses: unknown } } ? Path : never;
}[keyof Paths] &
  string;
type Operation<Paths, Path extends keyof Paths, M extends Method> = M extends keyof Paths[Path] ? Paths[Path][M] : never;

type JsonOf<Reply> = Reply extends { content: { 'application/json': infer Json } } ? Json : undefined;
type Answers<Op> = Op extends { responses: infer All } ? All : never;
export type Answer<Op> = {
  [Status in keyof Answers<Op>]: Status extends 200 | 201 | 202 | 204 ? JsonOf<Answers<Op>[Status]> : never;
}[keyof Answers<Op>];
type Body<Op> = Op extends { requestBody: { content: { 'application/json': infer Json } } } ? Json : never;
type QueryParameters<Op> = Op extends { parameters: { query?: infer Query } } ? Exclude<Query, undefined> : never;
type PathParameters<Op> = Op extends { parameters: { path: infer Parameters } } ? Parameters : never;

type Options<Op> = ([Body<Op>] extends [never] ? { body?: never } : { body: Body<Op> }) &
  ([PathParameters<Op>] extends [never] ? { path?: never } : { path: PathParameters<Op> }) &
  ([QueryParameters<Op>] extends [never] ? { query?: never } : { query?: QueryParameters<Op> }) & { signal?: AbortSignal };
type Arguments<Op> = {} extends Options<Op> ? [options?: Options<Op>] : [options: Options<Op>];

export type Client<Paths> = <M extends Method, Path extends PathsWith<Paths, M>>(
  method: M,
  path: Path,
  ...rest: Arguments<Operation<Paths, Path, M>>
) => Promise<Answer<Operation<Paths, Path, M>>>;

export function fillPath(path: string, parameters: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}

function withQuery(path: string, query: Record<string, unknown> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

interface PlainOptions {
  body?: unknown;
  query?: Record<string, unknown>;
  path?: Record<string, string>;
  signal?: AbortSignal;
}

/** One function typed by the contract: path, parameters, body and answer. Throws ApiError and nothing else. */
export function createClient<Paths>(send: typeof fetch = (...all) => fetch(...all)): Client<Paths> {
  const call = async (method: Method, path: string, { body, path: parameters, query, signal }: PlainOptions = {}) => {
    const init: RequestInit = { method: method.toUpperCase(), credentials: 'same-origin', signal };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    return whole(send, withQuery(fillPath(path, parameters), query), init);
  };
  return call as Client<Paths>;
}

/** A list that comes in parts is read to its end. */
async function whole(send: typeof fetch, address: string, init: RequestInit): Promise<unknown> {
  const response = await send(address, init).catch(() => {
    throw new ApiError('offline', 'The server does not answer. Check that it runs and that you are on its network.');
  });
  if (!response.ok) throw await ApiError.from(response);
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  const part: unknown = await response.json();
  const next = /^<(\/[^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  if (!next || !Array.isArray(part)) return part;
  return [...part, ...((await whole(send, next, init)) as unknown[])];
}
