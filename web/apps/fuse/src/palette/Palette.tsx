import { PaletteDialog, commandEntries, printerEntries, useAtOpening, useThemeEntry, type PaletteEntry, type PaletteProps } from '@gantry/ui/palette';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { fuse, printersQuery, type PrinterView } from '../api';
import { forgetAllBut, sessionQuery } from '../session/session';
import { pages, settingsSections } from './pages';
import { whenThere } from './whenThere';

/** Printers, pages and actions, by their names. */
export function Palette(props: PaletteProps) {
  const navigate = useNavigate();
  const { data: now } = useQuery({ ...printersQuery, enabled: false });
  const printers = useAtOpening(now) ?? [];
  const open = ({ printer: { id, name } }: PrinterView) => {
    void navigate({ to: '/printers', search: { q: name } });
    // Its card has the focus, so that its keys work.
    whenThere(`[data-printer-id="${CSS.escape(id)}"] [data-main]`, (button) => button.focus());
  };
  const entries = [
    ...printerEntries(printers, open),
    ...usePages(printers),
    ...useActions(),
    ...commandEntries(now ?? [], (id, body) => fuse('post', '/api/printers/{id}/command', { path: { id }, body })),
  ];
  const further = (typed: string): PaletteEntry[] => [
    { id: 'filter', group: 'Search', title: `Show printers with “${typed}”`, icon: 'search', run: () => void navigate({ to: '/printers', search: { q: typed } }) },
  ];
  return <PaletteDialog entries={entries} further={further} {...props} />;
}

function usePages(printers: PrinterView[]): PaletteEntry[] {
  const router = useRouter();
  const page = (to: string, title: string, icon: PaletteEntry['icon'], searchedOnly = false): PaletteEntry => ({
    id: `page-${to.replaceAll(/\W/g, '-')}`,
    group: 'Pages',
    title,
    icon,
    searchedOnly,
    run: () => void router.navigate({ href: to }),
  });
  return [
    ...pages.map(({ to, title, icon }) => page(to, title, icon)),
    ...settingsSections.map(({ id, title }) => page(`/settings#${id}`, `Settings: ${title}`, 'gear', true)),
    ...printers.map(({ printer: { id, name } }) => page(`/printers/${encodeURIComponent(id)}/communications`, `Communications of ${name}`, 'talk', true)),
  ];
}

function useActions(): PaletteEntry[] {
  const cache = useQueryClient();
  const router = useRouter();
  const theme = useThemeEntry();
  const session = useQuery({ ...sessionQuery, enabled: false }).data;
  const signOut = useMutation({ mutationFn: () => fuse('delete', '/api/session'), onSettled: () => forgetAllBut(cache, { state: 'sign_in', wait_s: 0 }) });
  // What adds printers stands on their page: its own button is pressed, so that it does what a click does.
  const press = (selector: string) => () => {
    void router.navigate({ href: '/printers' });
    whenThere(selector, (button) => {
      button.focus();
      button.click();
    });
  };
  return [
    { id: 'scan', group: 'Actions', title: 'Auto-Scan', hint: 'Find printers', words: 'discover', icon: 'search', run: press('.add-menu button') },
    { id: 'add', group: 'Actions', title: 'Add Manually', hint: 'Physical, virtual, import', icon: 'plus', run: press('.add-menu > .way-menu > button') },
    theme,
    ...(session?.state === 'signed_in' ? [{ id: 'sign-out', group: 'Actions' as const, title: 'Sign Out', icon: 'exit' as const, run: () => void signOut.mutate() }] : []),
  ];
}
