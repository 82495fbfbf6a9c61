import { nameOf, resolve, type ApiDocument, type Entry, type Schema } from './openapi';

const deepest = 6;

/** A value that the schema allows, made of its examples, defaults and first choices. */
export function sample(api: ApiDocument, given: Schema, depth = 0): unknown {
  const schema = resolve(api, given);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum?.length) return schema.enum[0];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sample(api, one, depth)));
  const choice = (schema.oneOf ?? schema.anyOf)?.[0];
  if (choice) return sample(api, choice, depth);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (schema.properties || type === 'object') {
    if (depth >= deepest) return {};
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, sample(api, one, depth + 1)]));
  }
  if (type === 'array') return schema.items && depth < deepest ? [sample(api, schema.items, depth + 1)] : [];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0;
  if (type === 'boolean') return true;
  return type === 'string' ? 'text' : null;
}

/** What a person would type into a shell. */
export function curl(api: ApiDocument, { method, path, requestBody }: Entry, origin: string): string {
  const parts = [`curl ${origin}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`];
  if (method !== 'get') parts.push(`-X ${method.toUpperCase()}`);
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (type) parts.push(`-H 'content-type: ${type}'`);
  if (type?.includes('json') && body?.schema) parts.push(`-d '${JSON.stringify(sample(api, body.schema))}'`);
  else if (type) parts.push('--data-binary @FILE');
  return parts.join(' \\\n  ');
}

/** A schema in a word or two: "list of Printer", "text or null". */
export function typeText(api: ApiDocument, schema: Schema): string {
  const name = nameOf(schema);
  if (name) {
    const target = resolve(api, schema);
    return target.properties || target.allOf || target.oneOf ? name : typeText(api, target);
  }
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map((one) => typeText(api, one)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.type === 'array') return `list of ${schema.items ? typeText(api, schema.items) : 'anything'}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return schema.type ?? (schema.properties || schema.allOf ? 'object' : 'anything');
}

/** The bounds of a value, in words. */
export function boundsText({ minimum, maximum, minLength, maxLength, maxItems, default: usual }: Schema): string {
  const parts: string[] = [];
  if (minimum !== undefined && maximum !== undefined) parts.push(`${minimum} to ${maximum}`);
  else if (minimum !== undefined) parts.push(`at least ${minimum}`);
  else if (maximum !== undefined) parts.push(`at most ${maximum}`);
  if (minLength === 1) parts.push('not empty');
  else if (minLength) parts.push(`at least ${minLength} characters`);
  if (maxLength !== undefined) parts.push(`at most ${maxLength} characters`);
  if (maxItems !== undefined) parts.push(`at most ${maxItems} entries`);
  if (usual !== undefined) parts.push(`otherwise ${JSON.stringify(usual)}`);
  return parts.join(', ');
}
