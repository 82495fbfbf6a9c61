import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import type { PaletteEntry } from './entries';

/** The other of the two themes. */
export function useThemeEntry(): PaletteEntry {
  const { setColorScheme } = useMantineColorScheme();
  const next = useComputedColorScheme('dark') === 'dark' ? 'light' : 'dark';
  return { id: 'theme', group: 'Actions', title: `Use the ${next} theme`, icon: next === 'light' ? 'sun' : 'moon', run: () => setColorScheme(next) };
}
