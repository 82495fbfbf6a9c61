import { sentence } from '@gantry/api';
import { Checkbox, TextInput } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { memo, useId } from 'react';
import { AccessNote } from '../add/AccessNote';
import { AddField } from '../add/AddField';
import { answeringField } from '../add/fields';
import type { DriverForm } from '../add/forms';
import type { Access } from '../add/useAccess';
import { ModelIcon } from '../ModelIcon';
import { askedOf, noChoice, type Choice } from './choices';
import { nameOf, type Found } from './discovery';
import { Known } from './Known';

interface Props {
  found: Found;
  choice: Choice | undefined;
  form: DriverForm | undefined;
  access: Access | undefined;
  onChoose: (found: Found, change: Partial<Choice>) => void;
}

/** A printer that was found; once it is selected it asks for its code, or whatever lets us in, and says at once whether that works. */
export const FoundRow = memo(function FoundRow({ found, choice = noChoice, form, access, onChoose }: Props) {
  const { seen, known } = found;
  const selected = choice.selected && !known;
  const asked = askedOf(found, form);
  const id = useId();
  return (
    <li className="found" data-selected={selected || undefined} data-known={known ? true : undefined}>
      <label className="found-head" htmlFor={id}>
        {known ? (
          <span className="found-here">
            <Icon name="check" size={20} />
          </span>
        ) : (
          <Checkbox
            id={id}
            aria-label={`Select ${nameOf(found)}`}
            checked={selected}
            onChange={(event) => onChoose(found, { selected: event.currentTarget.checked })}
          />
        )}
        <ModelIcon model={seen.model} />
        <span className="found-name">
          <b>{nameOf(found)}</b>
          <span className="small dim">{seen.model === 'Other' ? 'Unknown model' : seen.model}</span>
        </span>
        <span className="found-facts">
          <span className="mono">{seen.address}</span>
          <span className="mono small dim">{seen.serial}</span>
        </span>
        <Mode mode={seen.mode} />
      </label>
      {known && <Known found={found} known={known} />}
      {selected && (
        <div className="found-form">
          {asked.map((field) => (
            <AddField
              key={field.key}
              field={field}
              of={nameOf(found)}
              value={choice.values[field.key] ?? ''}
              access={field === answeringField(asked) ? access : undefined}
              failures={form?.failures}
              onChange={(value) => onChoose(found, { values: { ...choice.values, [field.key]: value } })}
            />
          ))}
          {asked.length === 0 && access && <AccessNote access={access} failures={form?.failures} />}
          <TextInput
            label="Printer Name"
            description="As the cards show it"
            aria-label={`Printer Name of ${nameOf(found)}`}
            required
            autoComplete="off"
            maxLength={100}
            value={choice.name}
            onChange={(event) => onChoose(found, { name: event.currentTarget.value })}
          />
        </div>
      )}
      {choice.refusal && (
        <p className="form-error" role="alert">
          <Icon name="error" size={16} /> {sentence(choice.refusal)}
        </p>
      )}
    </li>
  );
});

function Mode({ mode }: { mode: Found['seen']['mode'] }) {
  if (mode === 'unknown') return <span />;
  const off = mode === 'cloud';
  return (
    <span className="found-mode small" data-tone={off ? 'yellow' : 'green'}>
      <Icon name={off ? 'warning' : 'check'} size={16} /> {off ? 'LAN Mode is off' : 'LAN Mode'}
    </span>
  );
}
