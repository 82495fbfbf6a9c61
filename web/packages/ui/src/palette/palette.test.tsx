import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ApiError } from '@gantry/api';
import { lazy, type ReactElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { PageKeys } from '../list/PageKeys';
import { renderPage, stateOf } from '../testing';
import { CommandPalette, type PaletteProps } from './CommandPalette';
import { found, type PaletteEntry } from './entries';
import { score } from './fuzzy';
import { PaletteDialog } from './PaletteDialog';
import { commandEntries, printerEntries } from './printerEntries';

const entry = (title: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({ id: title, group: 'Pages', title, icon: 'info', run: () => {}, ...more });
const titles = (all: PaletteEntry[]) => all.map(({ title }) => title);

describe('score', () => {
  it.each([
    ['set', 'Settings', 4],
    ['set', 'Fuse settings', 3],
    ['ings', 'Settings', 2],
    ['02', 'P1S 02', 3],
    ['set fuse', 'Fuse settings', 7],
  ])('finds %j in %j', (typed, text, points) => expect(score(typed, text)).toBe(points));

  it('finds letters in their order, the nearer the better, and nothing that is there by chance', () => {
    expect(score('p1s2', 'P1S 02')).toBeGreaterThan(score('p1s2', 'P1S 0002')!);
    expect(score('stg', 'Settings')).toBeGreaterThan(0);
    expect(score('ar', 'A long sentence with an r')).toBeUndefined();
    expect(score('set nowhere', 'Settings')).toBeUndefined();
  });
});

describe('what is found', () => {
  it('stands in its group, best first, the group of the best one first', () => {
    const all = [entry('Hall settings', { group: 'Printers' }), entry('Settings'), entry('My settings'), entry('Pause A', { group: 'Actions' })];
    expect(titles(found(all, 'set'))).toEqual(['Settings', 'My settings', 'Hall settings']);
  });

  it('is, before anybody types, what there are few of', () => {
    expect(titles(found([entry('Settings'), entry('Stop A', { group: 'Actions', searchedOnly: true })], ''))).toEqual(['Settings']);
    expect(found(Array.from({ length: 500 }, (_, index) => entry(`P ${index}`, { group: 'Printers' })), '').length).toBe(8);
  });

  it('is also what its hint and its hidden words say, after what its title says', () => {
    expect(titles(found([entry('Server', { words: 'stun turn' }), entry('Turn it')], 'turn'))).toEqual(['Turn it', 'Server']);
  });
});

const printing = stateOf({ activity: 'printing', light_on: false });
const view = (name: string, state = printing) => ({ printer: { id: name, name, model: 'X1', serial: '00M1' }, status: 'printing' as const, state });

describe('the commands of printers', () => {
  it('are those that each can be told now', () => {
    const all = [view('A'), view('B', stateOf({ activity: 'paused' })), view('C', stateOf({ connection: 'offline' })), view('D', stateOf({ needs_clearing: true }))];
    expect(titles(commandEntries(all, vi.fn()))).toEqual(['Pause A', 'Stop A', 'Light on: A', 'Resume B', 'Stop B', 'Clear & ready: D']);
  });
});

function open(entries: PaletteEntry[], further: (typed: string) => PaletteEntry[] = () => []) {
  const onClose = vi.fn();
  renderPage(<PaletteDialog entries={entries} further={further} typedBefore={() => ''} onClose={onClose} />);
  return onClose;
}
const listing = (entries: PaletteEntry[]) => <PaletteDialog entries={entries} further={() => []} typedBefore={() => ''} onClose={() => {}} />;
const field = () => screen.findByRole('combobox', { name: 'Printer, page or action' });
const chosen = () => screen.getByRole('option', { selected: true });

describe('the palette', () => {
  it('does what the arrows have chosen, with Enter', async () => {
    const run = vi.fn();
    const onClose = open([entry('Status'), entry('Settings', { run }), entry('Files')]);
    await userEvent.type(await field(), 's');
    expect(chosen()).toHaveTextContent('Status');
    await userEvent.keyboard('{ArrowDown}');
    expect(chosen()).toHaveTextContent('Settings');
    expect(await field()).toHaveAttribute('aria-activedescendant', chosen().id);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(run).toHaveBeenCalledOnce();
  });

  it('says that nothing is called so, and offers what can be done with the words', async () => {
    const run = vi.fn();
    open([entry('Status')], (typed) => [entry(`Show printers with “${typed}”`, { group: 'Search', run })]);
    await userEvent.type(await field(), 'zzz{Enter}');
    await waitFor(() => expect(run).toHaveBeenCalledOnce());
  });

  it('asks before a print is stopped, and Cancel is what Enter presses', async () => {
    const post = vi.fn().mockResolvedValue(undefined);
    const onClose = open(commandEntries([view('A')], post));
    await userEvent.type(await field(), 'stop a{Enter}');
    expect(await screen.findByRole('heading', { name: 'Stop the print on A?' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(onClose).toHaveBeenCalled();
    expect(post).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Stop A' }));
    expect(post).toHaveBeenCalledWith('A', { action: 'stop' });
  });

  it.each([
    ['pause', 'Pause the print on A?', 'Pause A', view('A')],
    ['resume', 'Resume the print on A?', 'Resume A', view('A', stateOf({ activity: 'paused' }))],
    ['clear', 'Is the plate of A clear?', 'Clear & ready: A', view('A', stateOf({ needs_clearing: true }))],
  ])('asks before it does what %s finds', async (typed, question, action, printer) => {
    const post = vi.fn().mockResolvedValue(undefined);
    open(commandEntries([printer], post));
    await userEvent.type(await field(), `${typed}{Enter}`);
    expect(await screen.findByRole('heading', { name: question })).toBeInTheDocument();
    expect(post).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: action }));
    expect(post).toHaveBeenCalledOnce();
  });

  it('does one thing at a time, however it is chosen', async () => {
    const first = vi.fn(() => new Promise(() => {}));
    const second = vi.fn();
    open([entry('Status', { run: first }), entry('Settings', { run: second })]);
    await userEvent.type(await field(), '{Enter}');
    expect(await screen.findByText('Status …')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('option', { name: /Settings/ }));
    await userEvent.type(await field(), '{Enter}');
    expect(first).toHaveBeenCalledOnce();
    expect(second).not.toHaveBeenCalled();
  });

  it('holds what is chosen while more comes before it', async () => {
    const { rerender } = renderPage(listing([entry('Status'), entry('Sign out')]));
    await userEvent.type(await field(), 's{ArrowDown}');
    expect(chosen()).toHaveTextContent('Sign out');
    rerender(listing([entry('Store'), entry('Status'), entry('Sign out')]));
    expect(chosen()).toHaveTextContent('Sign out');
    await userEvent.keyboard('{ArrowDown}');
    expect(chosen()).toHaveTextContent('Store');
    await userEvent.keyboard('{ArrowUp}');
    expect(chosen()).toHaveTextContent('Sign out');
  });

  it('says what is under way, that it was done, and why it was not', async () => {
    let settle: { done: (value?: unknown) => void; refuse: (reason: Error) => void };
    const post = () => new Promise<unknown>((done, refuse) => (settle = { done, refuse }));
    const onClose = open(commandEntries([view('A')], post));
    await userEvent.type(await field(), 'light{Enter}');
    expect(await screen.findByText('Light on: A …')).toBeInTheDocument();
    settle!.refuse(new ApiError('rejected', 'the printer refuses: Developer Mode is off', 409));
    expect(await screen.findByText(/Developer Mode is off/)).toBeInTheDocument();
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.type(await field(), '{Enter}');
    settle!.done();
    expect(await screen.findByText('Light on: A: done')).toBeInTheDocument();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });
});

const palette = () => screen.queryByRole('dialog', { name: 'Search everything' });
const listed = async () => {
  await userEvent.keyboard('?');
  return within(await screen.findByRole('dialog', { name: 'Keys' }));
};
const taken = (event: KeyboardEvent) => event.key === '/' && event.preventDefault();

const Content = (props: PaletteProps) => <PaletteDialog entries={printerEntries([view('Alpha'), view('Beta')], () => {})} further={() => []} {...props} />;

describe('the keys of every page', () => {
  const Palette = lazy(async () => ({ default: Content }));

  it('open and close the palette, and give the focus back', async () => {
    renderPage(<CommandPalette palette={Palette} />);
    const opener = screen.getByRole('button', { name: 'Search everything' });
    opener.focus();
    await userEvent.keyboard('{Control>}k{/Control}');
    await screen.findByRole('option', { name: /Alpha/ });
    await userEvent.keyboard('{Control>}k{/Control}');
    await waitFor(() => expect(palette()).not.toBeInTheDocument());
    expect(opener).toHaveFocus();
    await userEvent.keyboard('/');
    expect(await screen.findByRole('dialog', { name: 'Search everything' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(palette()).not.toBeInTheDocument());
  });

  it('are not meant for the page while the palette is still being loaded: what is typed is searched then', async () => {
    let loaded: () => void;
    const Slow = lazy(() => new Promise<{ default: typeof Content }>((done) => (loaded = () => done({ default: Content }))));
    const onKey = vi.fn();
    document.addEventListener('keydown', onKey);
    renderPage(<CommandPalette palette={Slow} />);
    await userEvent.keyboard('{Control>}k{/Control}');
    onKey.mockClear();
    await userEvent.keyboard('bxe{Backspace}{Backspace}e');
    document.removeEventListener('keydown', onKey);
    expect(onKey).not.toHaveBeenCalled();
    act(() => loaded());
    expect(await field()).toHaveValue('be');
    expect(await field()).toHaveFocus();
    await userEvent.keyboard('t');
    expect(await field()).toHaveValue('bet');
    expect(chosen()).toHaveTextContent('Beta');
  });

  it('end the waiting for a palette that is still being loaded with Escape', async () => {
    renderPage(<CommandPalette palette={lazy(() => new Promise<never>(() => {}))} />);
    await userEvent.keyboard('{Control>}k{/Control}ab{Escape}');
    const onKey = vi.fn();
    document.addEventListener('keydown', onKey);
    await userEvent.keyboard('s');
    document.removeEventListener('keydown', onKey);
    expect(onKey).toHaveBeenCalledOnce();
  });

  const framed = (page: ReactElement | null = null) => (
    <PageKeys>
      <CommandPalette palette={Palette} />
      {page}
    </PageKeys>
  );

  it('lead to the search of a page that has one, and the list says so', async () => {
    renderPage(framed(<input aria-label="Search printers" data-search />));
    await userEvent.keyboard('/');
    expect(screen.getByRole('textbox', { name: 'Search printers' })).toHaveFocus();
    expect(palette()).not.toBeInTheDocument();
    act(() => screen.getByRole('textbox').blur());
    expect((await listed()).getByText('Search')).toBeInTheDocument();
  });

  it('list themselves, and leave to a page what the page has taken', async () => {
    document.addEventListener('keydown', taken);
    renderPage(framed());
    await userEvent.keyboard('/');
    document.removeEventListener('keydown', taken);
    expect(palette()).not.toBeInTheDocument();
    expect((await listed()).getByText('Find a printer, a page or an action')).toBeInTheDocument();
    expect(screen.getByText('Search everything', { selector: 'dd' })).toBeInTheDocument();
  });
});
