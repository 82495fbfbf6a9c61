import { Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { printersQuery, type Scope } from '../api';
import { countTags } from '../dashboard/search';

const without = (all: string[], one: string) => all.filter((other) => other !== one);

/** All printers of the store, or only some, by name or by tag: every other one does not exist for this person. */
export function ScopeField({ scope, onChange, legend = 'Which printers' }: { scope: Scope; onChange: (scope: Scope) => void; legend?: string }) {
  const { data: printers = [] } = useQuery(printersQuery);
  const tags = countTags(printers);
  // Also one that no printer has any more.
  const offered = [...new Set([...tags.keys(), ...scope.tags])];
  const nothing = scope.printers.length === 0 && scope.tags.length === 0;
  return (
    <fieldset className="permissions">
      <legend>{legend}</legend>
      <SegmentedControl
        aria-label={legend}
        data={[
          { value: 'all', label: 'All printers' },
          { value: 'some', label: 'Only some' },
        ]}
        value={scope.all ? 'all' : 'some'}
        onChange={(value) => onChange({ ...scope, all: value === 'all' })}
      />
      {!scope.all && offered.length > 0 && (
        <div className="scope" role="group" aria-label="Tags of the scope">
          {offered.map((tag) => (
            <Checkbox
              key={tag}
              label={`#${tag} (${tags.get(tag) ?? 0})`}
              checked={scope.tags.includes(tag)}
              onChange={(event) => onChange({ ...scope, all: false, tags: event.currentTarget.checked ? [...scope.tags, tag] : without(scope.tags, tag) })}
            />
          ))}
        </div>
      )}
      {!scope.all && (
        <div className="scope" role="group" aria-label="Printers of the scope">
          {printers.map(({ printer, tags: own }) => (
            <Checkbox
              key={printer.id}
              label={printer.name}
              description={own.some((tag) => scope.tags.includes(tag)) ? 'by its tag' : undefined}
              checked={scope.printers.includes(printer.id)}
              onChange={(event) =>
                onChange({ ...scope, all: false, printers: event.currentTarget.checked ? [...scope.printers, printer.id] : without(scope.printers, printer.id) })
              }
            />
          ))}
          <p className="small dim">
            {printers.length === 0 ? 'This store has no printers yet.' : nothing && 'Nothing is chosen: nothing would be seen.'}
          </p>
        </div>
      )}
    </fieldset>
  );
}
