/** As much of an OpenAPI 3.1 document as the reference shows. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
}

export interface Parameter {
  $ref?: string;
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

type Content = Record<string, { schema?: Schema }>;

export interface Answer {
  $ref?: string;
  description?: string;
  content?: Content;
}

export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Answer>;
  'x-permission'?: string;
  'x-messages'?: Schema;
}

export interface ApiDocument {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, unknown> & { parameters?: Parameter[] }>;
  components: Record<string, Record<string, unknown>>;
  'x-permissions'?: Record<string, string>;
  'x-usual-permission'?: string;
  'x-problems'?: Record<string, { status: number; meaning: string }>;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
const methods: Method[] = ['get', 'post', 'put', 'patch', 'delete'];

export interface Entry extends Operation {
  method: Method;
  path: string;
  group: string;
  permission: string;
  socket: boolean;
}

/** What a reference stands for. */
export function resolve<Node extends { $ref?: string }>(api: ApiDocument, node: Node): Node {
  if (!node.$ref) return node;
  const [, , kind, name] = node.$ref.split('/') as [string, string, string, string];
  return api.components[kind]![name] as Node;
}

export const nameOf = (schema: Schema): string | undefined => schema.$ref?.split('/').at(-1);

/** "/api/printers/{id}/whep" belongs to printers, unless the document says otherwise. */
function groupOf(path: string, { tags }: Operation): string {
  if (tags?.[0]) return tags[0];
  const part = path.split('/').find((segment) => segment && segment !== 'api' && !segment.startsWith('{')) ?? 'api';
  return part.charAt(0).toUpperCase() + part.slice(1);
}

/** Every operation, in the order of the document, with the parameters that its path has. */
export function entries(api: ApiDocument): Entry[] {
  const found: Entry[] = [];
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of methods) {
      const operation = item[method] as Operation | undefined;
      if (!operation) continue;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) => resolve(api, one));
      found.push({
        ...operation,
        method,
        path,
        parameters,
        group: groupOf(path, operation),
        permission: operation['x-permission'] ?? api['x-usual-permission'] ?? '',
        socket: '101' in operation.responses,
      });
    }
  }
  return found;
}

export function groups(all: Entry[]): Array<[string, Entry[]]> {
  const found = new Map<string, Entry[]>();
  for (const entry of all) found.set(entry.group, [...(found.get(entry.group) ?? []), entry]);
  return [...found];
}

/** Whether every word stands somewhere in what a person would call this operation. */
export function finds(entry: Entry, search: string): boolean {
  const text = [entry.method, entry.path, entry.group, entry.operationId, entry.summary, entry.description, entry.permission].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
