import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scrollBy } from '../testing';
import { Age } from './Age';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
const scrollFor = (seconds: number, pixelsPerSecond: number, what?: EventTarget) => {
  for (let step = 0; step < seconds * 10; step += 1) {
    scrollBy(pixelsPerSecond / 10, what);
    pass(100);
  }
};
const shown = () => screen.getByText(/ago/).textContent;

it('is of now each second, also while somebody scrolls slowly or something in the page scrolls; waits while nobody could read it', () => {
  const { container } = render(<Age at={Date.now() - 10_000} />);
  pass(1000);
  expect(shown()).toBe('11s ago');
  scrollFor(2, 300);
  expect(shown()).toBe('13s ago');
  scrollFor(5, 1200);
  expect(shown()).toBe('13s ago');
  scrollFor(1, -1200);
  expect(shown()).toBe('13s ago');
  scrollFor(1, 300);
  expect(shown()).toBe('20s ago');
  scrollFor(1, 1200);
  pass(1000);
  expect(shown()).toBe('22s ago');
  scrollFor(2, 1200, container);
  expect(shown()).toBe('24s ago');
});
