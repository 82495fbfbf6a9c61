import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WatchAll } from './watchAll';

/** Cameras in the order of the page, and which of them are watched. */
class Wall {
  all = new WatchAll();
  watched = new Set<number>();
  elements: HTMLElement[] = [];

  constructor(count: number) {
    for (let index = 0; index < count; index += 1) {
      const element = document.body.appendChild(document.createElement('div'));
      this.elements.push(element);
      this.all.join(element, { start: () => this.#tell(index, true), stop: () => this.#tell(index, false) });
      this.all.tell(element, false, true);
    }
  }
  #tell(index: number, wanted: boolean) {
    if (wanted) this.watched.add(index);
    else this.watched.delete(index);
    this.all.tell(this.elements[index]!, wanted, true);
  }
  /** As the person does at the tile itself. */
  close(index: number) {
    this.#tell(index, false);
  }
  see(...seen: number[]) {
    this.elements.forEach((element, index) => this.all.see(element, seen.includes(index)));
    vi.advanceTimersByTime(300);
  }
  get now(): number[] {
    return [...this.watched].toSorted((one, other) => one - other);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  document.body.replaceChildren();
});
afterEach(() => vi.useRealTimers());

describe('watching all', () => {
  it('starts those in view, in their order, up to the limit', () => {
    const wall = new Wall(20);
    wall.all.start();
    expect(wall.now).toHaveLength(16);
    expect(wall.now).not.toContain(16);
  });

  it('follows who scrolls', () => {
    const wall = new Wall(12);
    wall.all.setLimit(4);
    wall.see(0, 1, 2);
    wall.all.start();
    expect(wall.now).toEqual([0, 1, 2]);
    wall.see(2, 3, 4, 5, 6);
    expect(wall.now).toEqual([2, 3, 4, 5]);
  });

  it('leaves closed what a person closed, until all are asked for again', () => {
    const wall = new Wall(3);
    wall.all.start();
    wall.close(1);
    vi.advanceTimersByTime(1000);
    expect(wall.now).toEqual([0, 2]);
    wall.all.start();
    expect(wall.now).toEqual([0, 1, 2]);
  });

  it('stops all, also those that were started one by one', () => {
    const wall = new Wall(3);
    wall.watched.add(2);
    wall.all.tell(wall.elements[2]!, true, true);
    wall.all.stop();
    expect(wall.now).toEqual([]);
  });

  it('waits for cameras that cannot be reached, and gives their place to others', () => {
    const wall = new Wall(6);
    wall.all.setLimit(4);
    wall.all.tell(wall.elements[0]!, false, false);
    wall.all.start();
    expect(wall.now).toEqual([1, 2, 3, 4]);
    wall.close(4);
    wall.all.tell(wall.elements[0]!, false, true);
    vi.advanceTimersByTime(1000);
    expect(wall.now).toEqual([0, 1, 2, 3]);
  });

  it('remembers the limit of this browser, and keeps to it at once', () => {
    const wall = new Wall(12);
    wall.all.start();
    expect(wall.now).toHaveLength(12);
    wall.all.setLimit(9);
    expect(wall.now).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(new WatchAll().limit).toBe(9);
    localStorage.setItem('gantry.watch_limit', 'everything');
    expect(new WatchAll().limit).toBe(16);
  });
});
