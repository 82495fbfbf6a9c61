import { sentence } from '@gantry/api';
import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { accessTitle, type Access, type Failures } from './useAccess';

/** What the printer says to what was typed, beneath the field. */
export function AccessNote({ access, failures }: { access: Access; failures?: Failures }) {
  return (
    <div className="access-note small" role="status">
      {access.state === 'trying' && (
        <p className="dim">
          <Icon name="waiting" size={16} /> <span>Asking the printer …</span>
        </p>
      )}
      {access.state === 'works' && !access.warning && (
        <p data-tone="green">
          <Icon name="check" size={16} /> <b>Works</b>
        </p>
      )}
      {access.state === 'works' && access.note && <p className="dim">{sentence(access.note)}</p>}
      {access.state === 'works' && access.warning && (
        <Explained tone="yellow" title={`Works, but ${accessTitle(access.warning.code, failures)}`} detail={access.warning.detail} />
      )}
      {access.state === 'fails' && (
        <>
          <Explained tone="red" title={accessTitle(access.problem.code, failures)} detail={access.problem.detail} />
          <Button variant="subtle" size="compact-sm" color="gray" onClick={access.again} leftSection={<Icon name="retry" size={16} />}>
            Test again
          </Button>
        </>
      )}
    </div>
  );
}

function Explained({ tone, title, detail }: { tone: 'yellow' | 'red'; title: string; detail: string }) {
  return (
    <p data-tone={tone}>
      <Icon name={tone === 'red' ? 'error' : 'warning'} size={16} />
      <span>
        <b>{title}.</b> {sentence(detail)}
      </span>
    </p>
  );
}
