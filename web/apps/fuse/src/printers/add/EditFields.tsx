import { AccessNote } from './AccessNote';
import { AddField } from './AddField';
import { answeringField } from './fields';
import type { DriverForm, FormField } from './forms';
import { StoredSecret } from './StoredSecret';
import type { Access } from './useAccess';
import type { EditedFields } from './useEditedFields';

interface Props {
  edited: EditedFields;
  form: DriverForm | undefined;
  access: Access;
}

/** The fields of a printer that is here; the printer's answer stands under one of them. */
export function EditFields({ edited, form, access }: Props) {
  const answering = answeringField(edited.fields);
  return (
    <>
      {edited.fields.map((field) => (
        <AddField
          key={field.key}
          field={field}
          value={edited.valueOf(field)}
          hint={edited.isRemoved(field) ? 'Or type another one in its place' : undefined}
          access={field.key === answering?.key ? access : undefined}
          failures={form?.failures}
          onChange={(value) => edited.type(field.key, value)}
        >
          <Stored edited={edited} field={field} />
        </AddField>
      ))}
      {!answering && <AccessNote access={access} failures={form?.failures} />}
    </>
  );
}

function Stored({ edited, field }: { edited: EditedFields; field: FormField }) {
  const { key, label } = field;
  if (!edited.isRemovable(field) || edited.valueOf(field).trim() !== '') return null;
  return <StoredSecret label={label} removed={edited.isRemoved(field)} onRemove={() => edited.remove(key)} onKeep={() => edited.keep(key)} />;
}
