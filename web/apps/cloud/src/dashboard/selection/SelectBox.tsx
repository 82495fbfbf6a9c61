import { createContext, use, useSyncExternalStore } from 'react';

/** Who is chosen, told to each box by itself: a tile is not drawn again because another one was chosen. */
export class Chosen {
  #ids: ReadonlySet<string> = new Set();
  readonly #listeners = new Set<() => void>();
  toggle: (id: string, range: boolean) => void;

  constructor(toggle: (id: string, range: boolean) => void) {
    this.toggle = toggle;
  }

  set(ids: ReadonlySet<string>): void {
    if (ids === this.#ids) return;
    this.#ids = ids;
    for (const listener of this.#listeners) listener();
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** Absent where nothing can be done with a choice. */
export const ChosenContext = createContext<Chosen | undefined>(undefined);

export function SelectBox({ id, name }: { id: string; name: string }) {
  const chosen = use(ChosenContext);
  return chosen ? <Box chosen={chosen} id={id} name={name} /> : null;
}

function Box({ chosen, id, name }: { chosen: Chosen; id: string; name: string }) {
  const checked = useSyncExternalStore(chosen.subscribe, () => chosen.has(id));
  return (
    <label className="select-box">
      <input
        type="checkbox"
        aria-label={`Select ${name}`}
        aria-keyshortcuts="x Shift+x"
        checked={checked}
        onChange={(event) => chosen.toggle(id, (event.nativeEvent as MouseEvent).shiftKey === true)}
      />
    </label>
  );
}
