import { Button, TextInput } from '@mantine/core';
import { Age, FormError, Icon } from '@gantry/ui';
import { useState, type ReactNode } from 'react';
import { fuse, type Access, type AccessSession } from '../api';
import { useAccessChange } from './access';

interface Props {
  kind: 'player' | 'reader';
  access: Access;
  title: string;
  /** What such programs are, and what they may. */
  about: ReactNode;
  label: string;
  example: string;
  /** What else the program must be told, below its token. */
  howTo: ReactNode;
}

/** Tokens of programs of one kind, each with a name. */
export function Programs({ kind, access, title, about, label, example, howTo }: Props) {
  const [name, setName] = useState('');
  const body = { name: name.trim() };
  const add = useAccessChange(
    () => (kind === 'player' ? fuse('post', '/api/access/players', { body }) : fuse('post', '/api/access/readers', { body })),
    () => setName(''),
  );
  const programs = access.sessions.filter((session) => session.kind === kind);
  return (
    <div className="access-part">
      <h3>{title}</h3>
      <p className="small dim">{about}</p>
      {programs.length > 0 && (
        <ul className="access-list">
          {programs.map((program) => (
            <Row key={program.id} program={program} />
          ))}
        </ul>
      )}
      <form
        className="settings-url"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextInput label={label} placeholder={example} maxLength={60} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={add.isPending} disabled={!name.trim()}>
          Create Token
        </Button>
      </form>
      <FormError error={add.error} />
      {add.data && <Token token={add.data.token} howTo={howTo} />}
    </div>
  );
}

/** Shown once: Fuse keeps only its hash. */
function Token({ token, howTo }: { token: string; howTo: ReactNode }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="access-token" role="status">
      <p>
        <b>Copy the token now:</b> it is shown this once.
      </p>
      <code>{token}</code>
      {navigator.clipboard && (
        <Button variant="default" leftSection={<Icon name={copied ? 'check' : 'info'} />} onClick={() => void navigator.clipboard.writeText(token).then(() => setCopied(true))}>
          {copied ? 'Copied' : 'Copy Token'}
        </Button>
      )}
      <p className="small dim">{howTo}</p>
    </div>
  );
}

function Row({ program: { id, name, created_at, seen_at } }: { program: AccessSession }) {
  const end = useAccessChange(() => fuse('delete', '/api/access/sessions/{id}', { path: { id } }));
  return (
    <li>
      <span className="access-who">
        <b>{name}</b>
        <span className="dim small">{seen_at > created_at ? <>used <Age at={seen_at} what="Last used" /></> : 'never used'}</span>
      </span>
      <Button variant="default" loading={end.isPending} aria-label={`Revoke the token of ${name}`} onClick={() => end.mutate()}>
        Revoke
      </Button>
      <FormError error={end.error} />
    </li>
  );
}
