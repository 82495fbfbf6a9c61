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
  within(top: number, bottom: number, rows: number): { first: number; end: number } {
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
