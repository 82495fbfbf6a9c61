import { Checkbox } from '@mantine/core';
import { Badge, Icon, type Look } from '@gantry/ui';
import type { ImportLine } from '../../api';
import { AddField } from '../add/AddField';
import type { Values } from '../add/fields';

const looks: Record<ImportLine['standing'], Look> = {
  addable: { label: 'New', icon: 'plus', tone: 'green' },
  same: { label: 'Same', icon: 'check', tone: 'gray' },
  different: { label: 'Conflicting', icon: 'warning', tone: 'yellow' },
  refused: { label: 'Not possible', icon: 'error', tone: 'red' },
};

interface Props {
  line: ImportLine;
  wanted: boolean;
  onWanted: (wanted: boolean) => void;
  values: Values;
  onValues: (values: Values) => void;
}

export function LineRow({ line, wanted, onWanted, values, onValues }: Props) {
  const { standing, name, known_as, model, serial, address, missing, problem } = line;
  const choosable = standing === 'addable' || standing === 'different';
  return (
    <li className="import-line" data-standing={standing}>
      <Checkbox
        aria-label={standing === 'different' ? `Overwrite ${known_as}` : `Import ${name}`}
        checked={wanted}
        disabled={!choosable}
        onChange={(event) => onWanted(event.currentTarget.checked)}
      />
      <div className="import-what">
        <p>
          <b className="anywhere">{name || 'Without a name'}</b> <Badge look={looks[standing]} />
        </p>
        <p className="small dim anywhere">{[model, serial, address].filter(Boolean).join(' · ')}</p>
        {problem && (
          <p className="small import-problem">
            <Icon name="info" size={15} /> {problem.detail}
          </p>
        )}
        {standing === 'different' && <Differences line={line} wanted={wanted} />}
        {wanted && missing.length > 0 && (
          <div className="import-code">
            {missing.map((field) => (
              <AddField
                key={field.key}
                field={field}
                of={name}
                hint={field.hint ? `The file has none: ${field.hint}` : 'The file has none'}
                value={values[field.key] ?? ''}
                onChange={(value) => onValues({ ...values, [field.key]: value })}
              />
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

function Differences({ line: { known_as, differences }, wanted }: { line: ImportLine; wanted: boolean }) {
  return (
    <>
      <p className="small">
        It is here as “<span className="anywhere">{known_as}</span>”, otherwise than in the file. {wanted ? 'The file’s values will take their place.' : 'It stays as it is here.'}
      </p>
      <dl className="import-differences small">
        {differences.map(({ what, here, in_the_file }) => (
          <div key={what}>
            <dt className="dim">{what}</dt>
            <dd>
              {here === '' && in_the_file === '' ? (
                'another one'
              ) : (
                <>
                  <span data-lost={wanted || undefined}>{here || 'none'}</span> <Icon name="right" size={13} />
                  <span className="visually-hidden">in the file: </span> <span>{in_the_file || 'none'}</span>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
