import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useGridKeys } from './useGridKeys';

const height = 100;

/** One tile in each row; those that are awaited are not drawn yet. */
function Grid({ awaited }: { awaited: string[] }) {
  const grid = useGridKeys<HTMLUListElement>('button');
  return (
    <ul ref={grid}>
      {['A', 'B', 'C'].map((name) => (awaited.includes(name) ? <li key={name} data-awaited={name} /> : <li key={name}><button type="button">{name}</button></li>))}
    </ul>
  );
}

beforeEach(() => {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function box(this: Element) {
    const row = [...document.querySelectorAll('li')].indexOf(this as HTMLLIElement);
    return { left: 0, width: height, top: row * height, height } as DOMRect;
  });
});
afterEach(() => vi.restoreAllMocks());

const focusOn = (name: string) => screen.getByRole('button', { name }).focus();

describe('the arrow keys of a grid', () => {
  it('go to the next tile', async () => {
    render(<Grid awaited={[]} />);
    focusOn('A');
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'B' })).toHaveFocus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    expect(screen.getByRole('button', { name: 'A' })).toHaveFocus();
  });

  it('wait for one that is about to be drawn, and do not go past it', async () => {
    const { rerender } = render(<Grid awaited={['B']} />);
    focusOn('A');
    await userEvent.keyboard('{ArrowDown}');
    expect(screen.getByRole('button', { name: 'A' })).toHaveFocus();
    rerender(<Grid awaited={[]} />);
    await waitFor(() => expect(screen.getByRole('button', { name: 'B' })).toHaveFocus());
  });

  it('do not take the focus from where somebody has put it meanwhile', async () => {
    const frames: FrameRequestCallback[] = [];
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
    const { rerender } = render(<Grid awaited={['B']} />);
    focusOn('A');
    await userEvent.keyboard('{ArrowDown}');
    focusOn('C');
    rerender(<Grid awaited={[]} />);
    for (const frame of frames) frame(0);
    expect(screen.getByRole('button', { name: 'C' })).toHaveFocus();
  });
});
