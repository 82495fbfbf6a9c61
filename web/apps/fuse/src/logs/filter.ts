import type { LogLine } from '../api';

export type Level = LogLine['level'];

export const levels: { value: Level; label: string }[] = [
  { value: 'debug', label: 'Everything' },
  { value: 'info', label: 'Information and up' },
  { value: 'warning', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors only' },
];

const rank: Record<Level, number> = { debug: 0, info: 1, warning: 2, error: 3 };

/** Lines at or above the level that have every word, in whatever case. */
export function matching(lines: LogLine[], level: Level, search: string): LogLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (rank[line.level] < rank[level]) return false;
    const text = `${line.area} ${line.text}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
