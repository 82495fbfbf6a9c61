import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { Icon } from '../parts/Icon';
import { FormError } from '../parts/Notices';
import { useFirstFocus } from '../parts/useFirstFocus';
import { useStillPage } from '../parts/useStillPage';
import type { PaletteProps } from './CommandPalette';
import { found, type PaletteEntry } from './entries';
import { PaletteList, optionId } from './PaletteList';
import './palette.css';

interface Props extends PaletteProps {
  entries: PaletteEntry[];
  /** What can be done with the very words that were typed. */
  further: (typed: string) => PaletteEntry[];
}

const doneShownMs = 1200;

/** The dialog's own way waits for a turn of the event loop, and loses what is typed until then. */
const focusAtOnce = (field: HTMLInputElement | null) => field?.focus({ preventScroll: true });

/** Does an entry; what took time says that it is done before the palette goes. */
function useWork(onClose: () => void) {
  const work = useMutation({
    mutationFn: async (entry: PaletteEntry) => {
      const answer = entry.run();
      await answer;
      return answer instanceof Promise;
    },
    onSuccess: (waited) => !waited && onClose(),
  });
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!work.data) return undefined;
    const timer = setTimeout(close, doneShownMs);
    return () => clearTimeout(timer);
  }, [work.data]);
  return work;
}

/** Whoever had the focus before has it again, if it is still there and what was done did not give it to something else. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const elsewhere = document.activeElement && document.activeElement !== document.body && !document.activeElement.closest('.palette');
      if (!elsewhere && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}

/** Everything by its name: arrows choose, Enter does it. What asks first, and what the answer was, stands in its place. */
export function PaletteDialog({ entries, further, typedBefore, onClose }: Props) {
  const [asked, setAsked] = useState<PaletteEntry>();
  const work = useWork(onClose);
  useFocusBack();
  useStillPage(true);
  const choose = (entry: PaletteEntry) => {
    // One at a time: its answer stands in the place of the next one's.
    if (work.isPending) return;
    if (entry.confirm) setAsked(entry);
    else work.mutate(entry);
  };
  const doing = work.isPending ? work.variables : undefined;
  const title = asked?.confirm?.title;
  return (
    <Modal.Root classNames={{ content: 'palette' }} opened onClose={onClose} size="lg" yOffset="9vh" lockScroll={false}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Title component="h2" className={title && !work.data ? 'palette-title' : 'visually-hidden'}>
          {title ?? 'Search everything'}
        </Modal.Title>
        {work.data ? (
          <p className="palette-done" role="status" data-tone="green">
            <Icon name="check" /> {work.variables?.title}: done
          </p>
        ) : asked?.confirm ? (
          <Question entry={asked} confirm={asked.confirm} pending={work.isPending} error={work.error} onConfirm={() => work.mutate(asked)} onClose={onClose} />
        ) : (
          <Search
            entries={entries}
            further={further}
            typedBefore={typedBefore}
            doing={doing}
            error={work.error}
            onChoose={choose}
            onType={work.reset}
            onClose={onClose}
          />
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

interface SearchProps extends Props {
  doing: PaletteEntry | undefined;
  error: unknown;
  onChoose: (entry: PaletteEntry) => void;
  onType: () => void;
}

function Search({ entries, further, typedBefore, doing, error, onChoose, onType, onClose }: SearchProps) {
  const [typed, setTyped] = useState(typedBefore);
  // By its id: what is still being loaded may come before it. Until somebody chooses, the best one is chosen.
  const [chosen, setChosen] = useState<string>();
  const shown = found(entries, typed, typed.trim() ? further(typed.trim()) : []);
  const current = Math.max(0, shown.findIndex(({ id }) => id === chosen));
  const setAt = (index: number) => setChosen(shown.at(index)?.id);
  const keys: Record<string, () => void> = {
    ArrowDown: () => setAt((current + 1) % Math.max(shown.length, 1)),
    ArrowUp: () => setAt(current - 1),
    Home: () => setAt(0),
    End: () => setAt(-1),
    Enter: () => shown[current] && onChoose(shown[current]),
  };
  return (
    <>
      <div className="palette-head">
        <input
          ref={focusAtOnce}
          className="palette-input"
          role="combobox"
          aria-label="Printer, page or action"
          aria-expanded={shown.length > 0}
          aria-controls="palette-options"
          aria-activedescendant={shown[current] && optionId(shown[current])}
          aria-autocomplete="list"
          placeholder="Printer, page or action"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setChosen(undefined);
            onType();
          }}
          onKeyDown={(event) => {
            const act = event.nativeEvent.isComposing ? undefined : keys[event.key];
            if (!act) return;
            event.preventDefault();
            act();
          }}
        />
        <button type="button" className="palette-close" onClick={onClose}>
          Esc<span className="visually-hidden">: close</span>
        </button>
      </div>
      <p className="palette-status small" role="status">
        {doing ? `${doing.title} …` : shown.length === 0 ? `Nothing is called “${typed.trim()}”.` : ''}
      </p>
      <FormError error={error} />
      <PaletteList shown={shown} current={current} doing={doing} onChoose={onChoose} onPoint={setAt} />
    </>
  );
}

interface QuestionProps {
  entry: PaletteEntry;
  confirm: NonNullable<PaletteEntry['confirm']>;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

function Question({ entry, confirm, pending, error, onConfirm, onClose }: QuestionProps) {
  // The field that had the focus is gone; what destroys nothing gets it.
  const first = useFirstFocus<HTMLButtonElement>();
  return (
    <div className="palette-question stack">
      <p>{confirm.text}</p>
      <FormError error={error} />
      <div className="dialog-actions">
        <Button ref={first} variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button color={confirm.danger ? 'red' : undefined} loading={pending} onClick={onConfirm}>
          {entry.title}
        </Button>
      </div>
    </div>
  );
}
