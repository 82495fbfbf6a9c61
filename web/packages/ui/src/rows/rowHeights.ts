/** Rows or tiles from `first` to before `end`. */
export interface Span {
  first: number;
  end: number;
}

/** Those that are near, and the row that is kept with its neighbours, where that is elsewhere. */
export function withKept(near: Span, kept: number | undefined, rows: number): Span[] {
  if (kept === undefined) return [near];
  const around = { first: Math.max(0, kept - 1), end: Math.min(rows, kept + 2) };
  if (around.end < near.first) return [around, near];
  if (around.first > near.end) return [near, around];
  return [{ first: Math.min(near.first, around.first), end: Math.max(near.end, around.end) }];
}

/** How tall the rows of a grid are, gap included: as measured, the others as tall as the first that was. */
export class RowHeights {
  /** Tiles in a row; 0 before it is known. */
  columns = 0;
  #tile = 0;
  #usual: number;
  readonly #measured = new Map<number, number>();

  constructor(usual: number) {
    this.#usual = usual;
  }

  set(row: number, height: number): void {
    // Only then: rows above the screen that grew with each measurement would move what somebody reads.
    if (this.#measured.size === 0) this.#usual = height;
    this.#measured.set(row, height);
  }

  /** Other printers stand in each row. */
  regroup(columns: number): void {
    this.columns = columns;
    this.#measured.clear();
  }

  /** Whoever looks sees first what stands at `top`; that tile is found again among other columns. */
  look(top: number, count: number): void {
    this.#tile = this.within(top, top + 1, Math.ceil(count / this.columns)).first * this.columns;
  }

  /** Where the tile stands that was seen first. */
  seenAt(): number {
    return this.between(0, Math.floor(this.#tile / this.columns));
  }

  of(row: number): number {
    return this.#measured.get(row) ?? this.#usual;
  }

  /** All rows from `first` to before `end` together. */
  between(first: number, end: number): number {
    let height = 0;
    for (let row = first; row < end; row += 1) height += this.of(row);
    return height;
  }

  /** The rows, `end` excluded, of which something stands from `top` to `bottom`; never none of `rows`. */
  within(top: number, bottom: number, rows: number): Span {
    let first = 0;
    let at = 0;
    while (first < rows - 1 && at + this.of(first) <= top) {
      at += this.of(first);
      first += 1;
    }
    let end = first;
    while (end < rows && (end === first || at < bottom)) {
      at += this.of(end);
      end += 1;
    }
    return { first, end };
  }
}
