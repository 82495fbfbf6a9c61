import { TextInput } from '@mantine/core';

export const shortestPassword = 10;

interface Value {
  first: string;
  again: string;
}

export const isNewPassword = ({ first, again }: Value): boolean => first.length >= shortestPassword && first === again;

/** Twice, because nobody sees what they type. */
export function NewPassword({ value, onChange, label = 'Password' }: { value: Value; onChange: (value: Value) => void; label?: string }) {
  const differs = value.again !== '' && value.again.length >= value.first.length && value.again !== value.first;
  return (
    <>
      <TextInput
        label={label}
        description={`At least ${shortestPassword} characters`}
        type="password"
        autoComplete="new-password"
        required
        value={value.first}
        onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
      />
      <TextInput
        label={`${label} again`}
        type="password"
        autoComplete="new-password"
        required
        error={differs && 'The two are not the same.'}
        value={value.again}
        onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
      />
    </>
  );
}
