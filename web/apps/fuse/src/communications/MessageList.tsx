import { Icon } from '@gantry/ui';
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { directions, sizeText, timeText } from './text';
import type { Message } from './types';

export const rowHeight = 44;
const beyond = 8; // rows drawn above and below what is seen

interface Props {
  messages: Message[];
  selected: number | undefined;
  onSelect: (message: Message, opened: boolean) => void;
  follow: boolean;
  onFollow: (follow: boolean) => void;
}

/** Draws only the rows that are seen; stays at the newest while it follows, and where it is while it does not. */
export function MessageList({ messages, selected, onSelect, follow, onFollow }: Props) {
  const box = useAnchor(messages, follow);
  const [top, setTop] = useState(0);
  const height = useHeight(box);

  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const last = Math.min(messages.length, Math.ceil((top + height) / rowHeight) + beyond);
  const index = messages.findIndex(({ number }) => number === selected);

  const choose = (wanted: number, opened: boolean) => {
    const next = messages[Math.min(Math.max(wanted, 0), messages.length - 1)];
    if (!next) return;
    onSelect(next, opened);
    onFollow(false);
    reveal(box.current, messages.indexOf(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = index < 0 ? messages.length : index;
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const to = { ArrowUp: from - 1, ArrowDown: from + 1, PageUp: from - page, PageDown: from + page, Home: 0, End: messages.length - 1 }[event.key];
    if (to !== undefined) choose(to, false);
    else if ((event.key === 'Enter' || event.key === ' ') && index >= 0) choose(index, true);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className="talk-list"
      role="listbox"
      tabIndex={0}
      aria-label="Messages"
      aria-activedescendant={index >= first && index < last ? `message-${selected}` : undefined}
      onKeyDown={onKeyDown}
      onClick={({ target }) => {
        const row = (target as Element).closest<HTMLElement>('[data-position]');
        if (row) choose(Number(row.dataset.position), true);
      }}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        setTop(scrollTop);
        // Up: a person reads; down to the end: a person wants the newest again.
        if (scrollTop < top - 1 && scrollTop + clientHeight < scrollHeight - rowHeight) onFollow(false);
        else if (scrollTop > top && scrollTop + clientHeight >= scrollHeight - 4) onFollow(true);
      }}
    >
      <div role="presentation" style={{ height: messages.length * rowHeight, position: 'relative' }}>
        {messages.slice(first, last).map((message, offset) => (
          <Row
            key={message.number}
            message={message}
            position={first + offset}
            count={messages.length}
            selected={message.number === selected}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  message: Message;
  position: number;
  count: number;
  selected: boolean;
}

function Row({ message: { number, at, direction, name, topic, size, truncated }, position, count, selected }: RowProps) {
  const { label, icon } = directions[direction];
  return (
    <div
      id={`message-${number}`}
      className="talk-row"
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={position + 1}
      aria-setsize={count}
      data-direction={direction}
      data-position={position}
      style={{ top: position * rowHeight, height: rowHeight }}
    >
      <time className="figures" dateTime={new Date(at).toISOString()}>
        {timeText(at)}
      </time>
      <span className="talk-direction">
        <Icon name={icon} size={15} /> <span>{label}</span>
      </span>
      <b className="mono">{name}</b>
      <span className="talk-topic mono dim">{topic}</span>
      <span className="figures dim" title={truncated ? 'Its end is not kept' : undefined}>
        {sizeText(size)}
        {truncated && ' …'}
      </span>
    </div>
  );
}

function reveal(box: HTMLDivElement | null, index: number) {
  if (!box) return;
  const above = index * rowHeight;
  if (above < box.scrollTop) box.scrollTop = above;
  else if (above + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = above + rowHeight - box.clientHeight;
}

function useHeight(box: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const element = box.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight || 600));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}

/** At the end while following; otherwise rows that go at the top take their height with them. */
function useAnchor(messages: Message[], follow: boolean): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<Message[]>([]);
  useLayoutEffect(() => {
    const element = box.current!;
    if (follow) element.scrollTop = element.scrollHeight;
    else {
      const oldest = messages[0]?.number ?? 0;
      const gone = before.current.findIndex(({ number }) => number >= oldest);
      if (gone > 0) element.scrollTop -= gone * rowHeight;
    }
    before.current = messages;
  }, [messages, follow]);
  return box;
}
