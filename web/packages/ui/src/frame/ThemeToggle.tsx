import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Icon } from '../parts/Icon';

/** Follows the system until a person decides otherwise. */
export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('dark');
  const next = scheme === 'dark' ? 'light' : 'dark';
  const label = `Use the ${next} theme`;
  return (
    <ActionIcon variant="subtle" color="gray" size={44} aria-label={label} title={label} onClick={() => setColorScheme(next)}>
      <Icon name={next === 'light' ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}
