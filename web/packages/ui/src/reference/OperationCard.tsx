import { Icon } from '../parts/Icon';
import { Prose } from './Prose';
import { SchemaView } from './SchemaView';
import { resolve, type Answer, type ApiDocument, type Entry, type Parameter } from './openapi';
import { curl, sample, typeText } from './sample';

interface Props {
  api: ApiDocument;
  entry: Entry;
  opened: boolean;
  onToggle: (opened: boolean) => void;
}

/** One operation: a line that opens into all that can be said about it. */
export function OperationCard({ api, entry, opened, onToggle }: Props) {
  const { operationId, method, path, summary, socket } = entry;
  return (
    <details id={operationId} className="operation" open={opened} onToggle={(event) => onToggle(event.currentTarget.open)}>
      <summary>
        <span className="method" data-method={socket ? 'socket' : method}>
          {socket ? 'WS' : method.toUpperCase()}
        </span>
        <code className="operation-path">{path}</code>
        <span className="operation-summary dim">{summary}</span>
        <Icon name="down" size={16} />
      </summary>
      {opened && <Body api={api} entry={entry} />}
    </details>
  );
}

function Body({ api, entry }: { api: ApiDocument; entry: Entry }) {
  const { description, permission, parameters = [], requestBody, responses, socket } = entry;
  const messages = entry['x-messages'];
  return (
    <div className="operation-body">
      {description && (
        <p>
          <Prose text={description} />
        </p>
      )}
      <p className="small">
        <b>Who may:</b> <code>{permission}</code>
        {api['x-permissions']?.[permission] && (
          <span className="dim">
            {' '}
            · <Prose text={api['x-permissions'][permission]} />
          </span>
        )}
      </p>
      {parameters.length > 0 && <Parameters api={api} parameters={parameters} />}
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <section key={type}>
          <h3>
            Request <span className="mono dim">{type}</span>
          </h3>
          {schema && <SchemaView api={api} schema={schema} />}
        </section>
      ))}
      {messages && (
        <section>
          <h3>Messages</h3>
          <SchemaView api={api} schema={messages} />
        </section>
      )}
      {Object.entries(responses).map(([status, answer]) => (
        <ResponseView key={status} api={api} status={status} answer={resolve(api, answer)} />
      ))}
      {!socket && <Code title="Example request" text={curl(api, entry, window.location.origin)} />}
    </div>
  );
}

function Parameters({ api, parameters }: { api: ApiDocument; parameters: Parameter[] }) {
  return (
    <section>
      <h3>Parameters</h3>
      <ul className="members">
        {parameters.map(({ name, in: where, required, description, schema }) => (
          <li key={`${where}${name}`}>
            <div className="member">
              <code>{name}</code>
              <span className="mono dim small">
                {where}, {schema ? typeText(api, schema) : 'text'}
              </span>
              {required && where !== 'path' && <span className="member-required small">required</span>}
            </div>
            {description && (
              <p className="small dim">
                <Prose text={description} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ResponseView({ api, status, answer: { description, content } }: { api: ApiDocument; status: string; answer: Answer }) {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  const isProblem = type === 'application/problem+json';
  return (
    <section>
      <h3>
        {status === 'default' ? 'Otherwise' : status} <span className="dim">{description}</span> {type && <span className="mono dim">{type}</span>}
      </h3>
      {isProblem && (
        <p className="small">
          <a href="#problems">What went wrong</a>, as problem+json.
        </p>
      )}
      {media?.schema && !isProblem && (
        <>
          <SchemaView api={api} schema={media.schema} />
          {type?.includes('json') && <Code title="Example answer" text={JSON.stringify(sample(api, media.schema), undefined, 2)} />}
        </>
      )}
    </section>
  );
}

function Code({ title, text }: { title: string; text: string }) {
  return (
    <details className="inside code">
      <summary className="small">{title}</summary>
      <pre>{text}</pre>
    </details>
  );
}
