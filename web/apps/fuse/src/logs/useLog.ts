import { ApiError } from '@gantry/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogLine } from '../api';

/** As many as Fuse keeps in memory. */
const most = 5000;
const every_ms = 1000;

interface Answer {
  newest: number;
  lines: LogLine[];
}

async function linesAfter(number: number): Promise<Answer> {
  const response = await fetch(`/api/logs?after=${number}`, { credentials: 'same-origin' }).catch(() => {
    throw new ApiError('offline', 'Fuse does not answer. The log goes on here when it is back.');
  });
  if (!response.ok) throw await ApiError.from(response);
  return (await response.json()) as Answer;
}

/** Follows the log while it is mounted and not paused. */
export function useLog(paused: boolean) {
  const [lines, setLines] = useState<LogLine[]>();
  const [error, setError] = useState<unknown>();
  const last = useRef(0);

  const look = useCallback(async () => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- the next part begins where this one ends
      const { newest, lines: more } = await linesAfter(last.current);
      // Fuse was started anew: its numbers begin again.
      if (newest < last.current) {
        last.current = 0;
        continue;
      }
      last.current = more.at(-1)?.number ?? last.current;
      if (more.length > 0) setLines((before) => [...(before ?? []), ...more].slice(-most));
      else setLines((before) => before ?? []);
      if (more.length === 0 || last.current >= newest) return;
    }
  }, []);

  useEffect(() => {
    if (paused) return;
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const again = () => {
      look()
        .then(() => setError(undefined), setError)
        .finally(() => {
          if (!ended) timer = setTimeout(again, every_ms);
        });
    };
    again();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [paused, look]);

  return { lines, error, clear: () => setLines([]) };
}
