import type { IconName } from '../parts/Icon';
import { score } from './fuzzy';

export const groups = ['Printers', 'Pages', 'Actions', 'Search'] as const;

/** Something that can be found and done. */
export interface PaletteEntry {
  /** Of its own among all of them. */
  id: string;
  group: (typeof groups)[number];
  title: string;
  /** What tells it apart, in small: a state, a place. Searched too. */
  hint?: string;
  /** Searched and not shown. */
  words?: string;
  icon: IconName;
  /** Not shown before somebody types: there are too many of its kind. */
  searchedOnly?: boolean;
  /** Asked before it is done; names what is lost. */
  confirm?: { title: string; text: string; danger?: boolean } | undefined;
  /** What it gives back settles once it is done, or was refused. */
  run: () => unknown;
}

/** So many of a group are more than anybody reads: further words find the others. */
const shownOfGroup = 8;

/** Those that answer what was typed, best first in each group, and the group of the best one first; `further` come last. */
export function found(entries: PaletteEntry[], typed: string, further: PaletteEntry[] = []): PaletteEntry[] {
  const asked = typed.trim() !== '';
  const scored = entries.flatMap((entry) => {
    if (!asked) return entry.searchedOnly ? [] : [{ entry, points: 0 }];
    const byTitle = score(typed, entry.title);
    const byAll = byTitle === undefined ? score(typed, `${entry.title} ${entry.hint ?? ''} ${entry.words ?? ''}`) : undefined;
    if (byTitle !== undefined) return [{ entry, points: byTitle + 1 }];
    return byAll === undefined ? [] : [{ entry, points: byAll }];
  });
  const byGroup = groups.map((group) => scored.filter(({ entry }) => entry.group === group).toSorted((one, other) => other.points - one.points));
  const named = byGroup
    .filter((all) => all.length > 0)
    .toSorted((one, other) => other[0]!.points - one[0]!.points)
    .flatMap((all) => all.slice(0, shownOfGroup).map(({ entry }) => entry));
  return [...named, ...further];
}
