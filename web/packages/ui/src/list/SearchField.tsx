import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Icon } from '../parts/Icon';

interface Props {
  label: string;
  placeholder: string;
  q: string;
  onChange: (q: string) => void;
  /** Enter or arrow down: on to what was found. */
  onLeave: () => void;
}

/** Keeps its own text: the address follows it, never the other way round while somebody types. */
export function SearchField({ label, placeholder, q, onChange, onLeave }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Somebody came here by another way than this field: a link, or the way back.
    if (field.current && field.current !== document.activeElement) field.current.value = q;
  }, [q]);
  const clear = () => {
    if (field.current) field.current.value = '';
    onChange('');
    field.current?.focus();
  };
  return (
    <TextInput
      ref={field}
      className="search"
      type="search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      data-search
      maxLength={100}
      autoComplete="off"
      defaultValue={q}
      leftSection={<Icon name="search" size={17} />}
      rightSection={
        q && (
          <button type="button" className="search-clear" aria-label="Clear the search" onClick={clear}>
            <Icon name="close" size={16} />
          </button>
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') clear();
        if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
        // The rest of this Enter would press what it leads to.
        event.preventDefault();
        onLeave();
      }}
    />
  );
}
