import { Button } from '@mantine/core';
import { Badge, type Look } from '@gantry/ui';
import type { ImportedLine } from '../../api';

const looks: Record<ImportedLine['outcome'], Look> = {
  added: { label: 'Added', icon: 'check', tone: 'green' },
  changed: { label: 'Changed', icon: 'check', tone: 'green' },
  unchanged: { label: 'Unchanged', icon: 'check', tone: 'gray' },
  failed: { label: 'Failed', icon: 'error', tone: 'red' },
};

export function Results({ lines, onDone }: { lines: ImportedLine[]; onDone: () => void }) {
  const failed = lines.filter(({ outcome }) => outcome === 'failed').length;
  return (
    <div className="stack">
      <p role="status">
        {failed === 0 ? 'Every chosen printer is here now.' : `${failed} of ${lines.length} could not be taken; the others are here now.`}
      </p>
      <ul className="import-lines" aria-label="What became of each">
        {lines.map(({ line, name, outcome, problem }) => (
          <li key={line} className="import-line">
            <div className="import-what">
              <p>
                <b className="anywhere">{name}</b> <Badge look={looks[outcome]} />
              </p>
              {problem && <p className="small import-problem">{problem.detail}</p>}
            </div>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onClick={onDone} data-autofocus>
          Done
        </Button>
      </div>
    </div>
  );
}
