import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Age } from './Age';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const scrollFor = (ms: number, what: EventTarget = window) => {
  for (let passed = 0; passed < ms; passed += 100) {
    what.dispatchEvent(new Event('scroll'));
    pass(100);
  }
};
const shown = () => screen.getByText(/ago/).textContent;

it('is of now each second, also while something in the page scrolls; waits for three while the page moves, and goes on when it is still', () => {
  const { container } = render(<Age at={Date.now() - 10_000} />);
  pass(1000);
  expect(shown()).toBe('11s ago');
  scrollFor(2000);
  expect(shown()).toBe('11s ago');
  scrollFor(1000);
  expect(shown()).toBe('14s ago');
  scrollFor(500);
  pass(1000);
  expect(shown()).toBe('15s ago');
  pass(500);
  scrollFor(2000, container);
  expect(shown()).toBe('18s ago');
});
