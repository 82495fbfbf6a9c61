import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printersQuery, type Scope } from '../api';

/** All printers of the store, or only some: every other one does not exist for this person. */
export function ScopeField({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  const { data: printers = [] } = useQuery(printersQuery);
  const toggle = (id: string, chosen: boolean) =>
    onChange({ all: false, printers: chosen ? [...scope.printers, id] : scope.printers.filter((one) => one !== id) });
  return (
    <fieldset className="permissions">
      <legend>Which printers</legend>
      <SegmentedControl
        aria-label="Which printers"
        data={[
          { value: 'all', label: 'All printers' },
          { value: 'some', label: 'Only some' },
        ]}
        value={scope.all ? 'all' : 'some'}
        onChange={(value) => onChange({ ...scope, all: value === 'all' })}
      />
      {!scope.all && (
        <div className="scope" role="group" aria-label="Printers of the scope">
          {printers.map(({ printer }) => (
            <Checkbox
              key={printer.id}
              label={printer.name}
              checked={scope.printers.includes(printer.id)}
              onChange={(event) => toggle(printer.id, event.currentTarget.checked)}
            />
          ))}
          <p className="small dim">
            {printers.length === 0 ? 'This store has no printers yet.' : scope.printers.length === 0 && 'No printer is chosen: nothing would be seen.'}
          </p>
        </div>
      )}
    </fieldset>
  );
}
