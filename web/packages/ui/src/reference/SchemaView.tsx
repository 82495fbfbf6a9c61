import { useState } from 'react';
import { Prose } from './Prose';
import { nameOf, resolve, type ApiDocument, type Schema } from './openapi';
import { boundsText, typeText } from './sample';

interface Props {
  api: ApiDocument;
  schema: Schema;
}

/** The members of an object; what they consist of opens below them. */
export function SchemaView({ api, schema }: Props) {
  const target = resolve(api, schema);
  if (target.type === 'array' && target.items)
    return (
      <>
        <p className="small dim">A list of:</p>
        <SchemaView api={api} schema={target.items} />
      </>
    );
  const choices = target.oneOf ?? target.anyOf;
  if (choices)
    return (
      <>
        <p className="small dim">One of:</p>
        {choices.map((one) => (
          <Inside key={nameOf(one) ?? JSON.stringify(one)} api={api} schema={one} label={labelOf(api, one)} />
        ))}
      </>
    );
  const all = [target, ...(target.allOf ?? []).map((one) => resolve(api, one))];
  const required = new Set(all.flatMap((one) => one.required ?? []));
  const members = Object.entries(Object.assign({}, ...all.map(({ properties }) => properties ?? {})) as Record<string, Schema>);
  if (members.length === 0)
    return (
      <p className="small">
        <span className="mono">{typeText(api, target)}</span> {target.description && <Prose text={target.description} />}
      </p>
    );
  return (
    <ul className="members">
      {members.map(([name, member]) => (
        <Member key={name} api={api} name={name} schema={member} required={required.has(name)} />
      ))}
    </ul>
  );
}

function Member({ api, name, schema, required }: Props & { name: string; required: boolean }) {
  const target = resolve(api, schema);
  const bounds = boundsText(target);
  const description = schema.description ?? target.description;
  const inner = innerOf(api, schema);
  return (
    <li>
      <div className="member">
        <code>{name}</code>
        <span className="mono dim small">{typeText(api, schema)}</span>
        {required && <span className="member-required small">required</span>}
      </div>
      {(description || bounds) && (
        <p className="small dim">
          {description && <Prose text={description} />}
          {description && bounds && ' · '}
          {bounds}
        </p>
      )}
      {inner && <Inside api={api} schema={inner} label={labelOf(api, inner)} />}
    </li>
  );
}

function Inside({ api, schema, label }: Props & { label: string }) {
  const [opened, setOpened] = useState(false); // drawn when it is opened: a schema may contain itself
  return (
    <details className="inside" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className="small">{label}</summary>
      {opened && <SchemaView api={api} schema={schema} />}
    </details>
  );
}

/** The object that a member consists of, or a list of; none for plain values. */
function innerOf(api: ApiDocument, schema: Schema): Schema | undefined {
  const target = resolve(api, schema);
  if (target.type === 'array' && target.items) return innerOf(api, target.items);
  const choices = (target.oneOf ?? target.anyOf)?.filter((one) => one.type !== 'null');
  if (choices?.length === 1) return innerOf(api, choices[0]!);
  return target.properties || target.allOf || choices ? schema : undefined;
}

/** An event's type says more than its name. */
function labelOf(api: ApiDocument, schema: Schema): string {
  const { properties, allOf, description } = resolve(api, schema);
  const type = [properties, ...(allOf ?? []).map((one) => resolve(api, one).properties)].find((one) => one?.type?.const !== undefined)?.type?.const;
  return type === undefined ? `Members of ${nameOf(schema) ?? description ?? 'it'}` : `type ${JSON.stringify(type)}`;
}
