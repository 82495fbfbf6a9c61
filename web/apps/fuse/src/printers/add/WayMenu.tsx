import { Icon, type IconName } from '@gantry/ui';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactElement, type Ref } from 'react';

interface Way {
  name: string;
  icon: IconName;
}

export interface Trigger {
  ref: Ref<HTMLButtonElement>;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  'aria-controls': string | undefined;
  onClick: () => void;
  onMouseDown: (event: MouseEvent) => void;
}

interface Props {
  ways: Way[];
  onOpen: (name: string) => void;
  /** The button. */
  children: (props: Trigger) => ReactElement;
}

/** A few ways below a button. Small and its own: a library's menu would be a tenth of everything that this page loads. */
export function WayMenu({ ways, onOpen, children }: Props) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpened(false);
    button.current?.focus();
  };
  return (
    <span
      className="way-menu"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpened(false);
      }}
    >
      {children({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        'aria-controls': opened ? id : undefined,
        onClick: () => (opened ? close() : setOpened(true)),
        // Safari gives no focus to a button that is pressed: the menu would have lost it, and closed, before the click opens it again.
        onMouseDown: (event) => event.preventDefault(),
      })}
      {opened && (
        <Ways
          id={id}
          ways={ways}
          onClose={close}
          onOpen={(name) => {
            // What opens gives the focus back to where it was.
            close();
            onOpen(name);
          }}
        />
      )}
    </span>
  );
}

/** Of what is left and right of it. */
const margin = 8;

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function Ways({ id, ways, onOpen, onClose }: Pick<Props, 'ways' | 'onOpen'> & { id: string; onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { right = 0 } = list.current?.getBoundingClientRect() ?? {};
    const over = right + margin - document.documentElement.clientWidth;
    if (over > 0) list.current?.style.setProperty('translate', `${-over}px`);
    list.current?.querySelector('button')?.focus({ preventScroll: true });
  }, []);
  const onKey = (event: KeyboardEvent) => {
    const items = [...(list.current?.querySelectorAll('button') ?? [])];
    const step = steps[event.key];
    if (event.key === 'Escape') onClose();
    else if (step) items[step(items.indexOf(document.activeElement as HTMLButtonElement), items.length)]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    // A press on it takes the focus from none of its ways: it would be gone before the click.
    <div ref={list} id={id} role="menu" tabIndex={-1} className="way-list" onKeyDown={onKey} onMouseDown={(event) => event.preventDefault()}>
      {ways.map(({ name, icon }) => (
        <button key={name} type="button" role="menuitem" tabIndex={-1} onClick={() => onOpen(name)}>
          <Icon name={icon} />
          {name}
        </button>
      ))}
    </div>
  );
}
