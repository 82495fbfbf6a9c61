import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useEffect, useRef, useState } from 'react';
import type { LogLine } from '../api';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** Newest at the bottom, and kept in sight unless a person has scrolled away from it. */
export function LogList({ lines, follow }: { lines: LogLine[]; follow: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const newest = lines.at(-1)?.number;
  useEffect(() => {
    // Each new line moves the end.
    if (newest !== undefined && follow && atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest, follow, atEnd]);
  return (
    <div className="log-frame">
      <div
        className="log card"
        ref={box}
        role="log"
        aria-label="Log"
        aria-live="off"
        // oxlint-disable-next-line no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => setAtEnd(scrollHeight - scrollTop - clientHeight < 40)}
      >
        {lines.map((line, index) => (
          <Line key={`${line.number} ${line.at}`} line={line} newDay={index === 0 || day.format(lines[index - 1]!.at) !== day.format(line.at)} />
        ))}
      </div>
      {!atEnd && (
        <Button className="log-to-end" leftSection={<Icon name="down" />} onClick={() => setAtEnd(true)}>
          Newest
        </Button>
      )}
    </div>
  );
}

const tones = { debug: 'gray', info: 'gray', warning: 'yellow', error: 'red' } as const;

function Line({ line: { at, level, area, text }, newDay }: { line: LogLine; newDay: boolean }) {
  return (
    <>
      {newDay && <p className="log-day">{day.format(at)}</p>}
      <p className="log-line" data-level={level} data-tone={tones[level]}>
        <time dateTime={new Date(at).toISOString()}>{time.format(at)}</time>
        <b>{level}</b>
        <span className="log-area">{area}</span>
        <span>{text}</span>
      </p>
    </>
  );
}
