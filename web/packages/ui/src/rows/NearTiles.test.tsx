import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NearTiles, useNear, type Nearness } from './NearTiles';

let height = 100;
/** Some tiles with every third frame: a busy machine has few of them. */
const drawn = { timeout: 10_000 };
let scrolled = 0;

vi.setConfig({ testTimeout: 15_000 });

interface View {
  printer: { id: string };
}

const racks: View[] = Array.from({ length: 100 }, (_, index) => ({ printer: { id: `Rack ${index}` } }));

function Tile({ view, nearness }: { view: View; nearness: Nearness }) {
  const shown = useNear(view, nearness);
  return shown ? (
    <li hidden={nearness !== 'near'}>
      <button type="button">{shown.printer.id}</button>
    </li>
  ) : null;
}

function Racks({ order, rest = 'li', name = `racks ${rest}` }: { order: View[]; rest?: 'li' | 'tr'; name?: string }) {
  const grid = useRef<HTMLUListElement>(null);
  return (
    <ul ref={grid}>
      <NearTiles grid={grid} name={name} printers={order} usualHeight={height} rest={rest}>
        {(view, nearness) => <Tile key={view.printer.id} view={view} nearness={nearness} />}
      </NearTiles>
    </ul>
  );
}

/** One tile in each row, each as tall as the others. */
function topOf(element: HTMLElement): number {
  let top = 0;
  for (let before = element.previousElementSibling as HTMLElement | null; before; before = before.previousElementSibling as HTMLElement | null)
    if (!before.hidden) top += Number.parseFloat(before.style.height) || height;
  return top;
}

function scrollTo(top: number) {
  scrolled = top;
  fireEvent.scroll(window);
}

/** As the browser does first of all. */
function open() {
  const page = render(<Racks order={racks} />);
  fireEvent(window, new Event('resize'));
  return page;
}

const shown = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
/** Shown or hidden. */
const made = (name: string) => screen.queryAllByText(name).length;
const from = (first: number, end: number) => racks.slice(first, end).map(({ printer }) => printer.id);
const rests = () => [...document.querySelectorAll<HTMLElement>('[data-rest]')].map(({ style }) => Number.parseFloat(style.height));

beforeEach(() => {
  scrolled = 0;
  height = 100;
  Object.defineProperty(window, 'scrollY', { configurable: true, get: () => scrolled });
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function box(this: Element) {
    const top = (this instanceof HTMLLIElement ? topOf(this) : 0) - scrolled;
    return { top, bottom: top + height } as DOMRect;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('a grid of hundreds', () => {
  it('has the tiles near the screen in the page, and the room of the others', async () => {
    open();
    await waitFor(() => expect(shown()).toEqual(from(0, 14)), drawn);
    expect(rests()).toEqual([8600]);
    scrollTo(5000);
    await waitFor(() => expect(shown()).toEqual(from(44, 64)), drawn);
    expect(rests()).toEqual([4400, 3600]);
  });

  it('is as long as all of them when it is seen for the first time', () => {
    render(<Racks order={racks} name="never seen before" />);
    expect(rests()).toEqual([8600]);
  });

  it('gives rows that are gone the room they had, to the fraction of a pixel', async () => {
    height = 100.453125;
    render(<Racks order={racks} name="of a fraction" />);
    fireEvent(window, new Event('resize'));
    scrollTo(5000);
    await waitFor(() => expect(shown()).toContain('Rack 50'), drawn);
    expect(rests()[0]).toBe(43 * height);
  });

  it('draws at once what is on the screen, and beyond it makes some tiles in one frame, shows them in the next, and rests', async () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
    const pass = (count: number) => Array.from({ length: count }, () => act(() => frames.at(-1)!(0)));
    open();
    scrollTo(5000);
    const onScreen = from(50, 50 + Math.ceil(window.innerHeight / height));
    const awaited = 20 - onScreen.length;
    const some = from(44, 44 + Math.ceil(awaited / 4));
    expect(shown()).toEqual(onScreen);
    expect(document.querySelectorAll('[data-awaited]')).toHaveLength(awaited);
    await pass(1);
    expect(some.map(made)).toEqual(some.map(() => 0));
    await pass(1);
    expect(some.map(made)).toEqual(some.map(() => 1));
    expect(shown()).toEqual(onScreen);
    await pass(1);
    expect(shown()).toEqual([...some, ...onScreen]);
    await pass(1);
    expect(made(`Rack ${44 + some.length}`)).toBe(0);
    vi.unstubAllGlobals();
  });

  it('brings tiles that come again in the same way', async () => {
    open();
    await waitFor(() => expect(shown()).toEqual(from(0, 14)), drawn);
    scrollTo(5000);
    scrollTo(0);
    const onScreen = from(0, Math.ceil(window.innerHeight / height));
    expect(shown()).toEqual(onScreen);
    await waitFor(() => expect(shown()).toEqual(from(0, 14)), drawn);
  });

  it.each<[string, View[], 'li' | 'tr']>([
    ['lines of a table', racks, 'tr'],
    ['a few tiles', racks.slice(0, 20), 'li'],
  ])('has nothing to wait for among %s', (_, order, rest) => {
    const frame = vi.fn();
    vi.stubGlobal('requestAnimationFrame', frame);
    render(<Racks order={order} rest={rest} />);
    fireEvent(window, new Event('resize'));
    scrollTo(5000);
    expect(frame).not.toHaveBeenCalled();
    expect(document.querySelectorAll('[data-awaited]')).toHaveLength(0);
    vi.unstubAllGlobals();
  });

  it('keeps what was there once, hidden', () => {
    open();
    const first = screen.getByText('Rack 0');
    scrollTo(5000);
    expect(first).not.toBeVisible();
    scrollTo(0);
    expect(screen.getByText('Rack 0')).toBe(first);
    expect(first).toBeVisible();
  });

  it('keeps the tile with the focus and its neighbours, wherever the screen is', async () => {
    open();
    act(() => screen.getByText('Rack 5').focus());
    scrollTo(5000);
    await waitFor(() => expect(shown()).toEqual([...from(4, 7), ...from(44, 64)]), drawn);
    expect(rests()).toEqual([400, 3700, 3600]);
    expect(screen.getByText('Rack 5')).toHaveFocus();
    scrollTo(0);
    await waitFor(() => expect(shown()).toEqual(from(0, 14)), drawn);
  });

  it('follows the tile with the focus to its new place', async () => {
    const { rerender } = open();
    act(() => screen.getByText('Rack 5').focus());
    scrollTo(5000);
    rerender(<Racks order={racks.toReversed()} />);
    await waitFor(() => expect(shown()).toEqual([...from(36, 56).toReversed(), ...from(4, 7).toReversed()]), drawn);
    expect(screen.getByText('Rack 5')).toHaveFocus();
  });

  it('shows others when those that are left need less room', async () => {
    const { rerender } = open();
    scrollTo(5000);
    rerender(<Racks order={racks.slice(0, 30)} />);
    await waitFor(() => expect(shown()).toContain('Rack 29'), drawn);
  });
});
