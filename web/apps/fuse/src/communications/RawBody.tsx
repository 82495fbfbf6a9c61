import { Icon } from '@gantry/ui';
import { useMemo } from 'react';
import { layOut } from './json';
import type { Detail } from './types';

/** A message as it was sent: JSON over lines and in colours, anything else as text. */
export function RawBody({ detail: { body, format, message } }: { detail: Detail }) {
  const tokens = useMemo(() => (format === 'json' ? layOut(body) : undefined), [body, format]);
  return (
    <>
      {format === 'binary' && <Note>Not text: bytes that are none are written as \x and two digits.</Note>}
      {message.truncated && <Note>Its end is not kept: the first {body.length} characters of {message.size} bytes.</Note>}
      <pre className="raw">
        {tokens?.map(({ kind, text, at }) => (kind === 'mark' ? text : <i key={at} data-kind={kind}>{text}</i>)) ?? body}
      </pre>
    </>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <p className="talk-note small">
      <Icon name="info" size={16} /> <span>{children}</span>
    </p>
  );
}
