import { Age } from '@gantry/ui';
import type { AuditEntry } from '../api';
import { actionText } from './actions';

const kindText = { user: '', apikey: 'API key', nobody: '' } as const;

export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { at, actor_kind, actor, address, action, object, detail } = entry;
  const hasDetail = Object.keys(detail).length > 0;
  return (
    <li>
      <div className="rows-main">
        <span>
          <b>
            {kindText[actor_kind]} {actor || 'Somebody'}
          </b>{' '}
          {actionText(action)} <b>{object}</b>
        </span>
        {hasDetail && (
          <details className="small">
            <summary>Details</summary>
            <pre className="mono">{JSON.stringify(detail, null, 2)}</pre>
          </details>
        )}
      </div>
      <span className="small dim figures">
        <span className="mono">{address}</span> · <Age at={at} />
      </span>
    </li>
  );
}
