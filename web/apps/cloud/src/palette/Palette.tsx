import type { Command } from '@gantry/api';
import { toggleFullScreen } from '@gantry/ui';
import { PaletteDialog, commandEntries, printerEntries, useAtOpening, useThemeEntry, type PaletteEntry, type PaletteProps } from '@gantry/ui/palette';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useSignOut } from '../account/useSignOut';
import { cloud, may, mayWatch, printersQuery, sessionQuery, storesQuery, type Session } from '../api';
import { viewNames, views } from '../dashboard/search';
import { openTo, pages, settingsPages } from '../pages';
import { useMove } from '../stores/useMove';

const post = (id: string, body: Command) => cloud('post', '/api/printers/{id}/command', { path: { id }, body });

/** Printers, pages and actions of whoever looks: what is not allowed is not there. */
export function Palette(props: PaletteProps) {
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const { data: now } = useQuery({ ...printersQuery, enabled: false });
  const printers = useAtOpening(now) ?? [];
  const own = usePages(session);
  const actions = useActions(session);
  const entries = [
    ...printerEntries(printers, ({ printer: { id } }) => void navigate({ to: '/printers/$id', params: { id } })),
    ...own,
    ...actions,
    ...(may(session, 'printer.control') ? commandEntries(now ?? [], post) : []),
  ];
  const further = (typed: string): PaletteEntry[] => [
    { id: 'filter', group: 'Search', title: `Show printers with “${typed}”`, icon: 'search', run: () => void navigate({ to: '/', search: { q: typed } }) },
  ];
  return <PaletteDialog entries={entries} further={session?.store ? further : () => []} {...props} />;
}

function usePages(session: Session | null | undefined): PaletteEntry[] {
  const router = useRouter();
  const page = (to: string, title: string, icon: PaletteEntry['icon'], words?: string): PaletteEntry => ({
    id: `page-${to.replaceAll(/\W/g, '-')}`,
    group: 'Pages',
    title,
    icon,
    ...(words && { words }),
    run: () => void router.navigate({ href: to }),
  });
  const account = [page('/account', 'My account', 'users', 'password second factor devices'), page('/api', 'API reference', 'file')];
  if (!session?.store) return account;
  return [
    ...openTo(session, pages).map(({ to, label, icon }) => page(to, label, icon)),
    ...views.filter((view) => view !== 'cameras' || mayWatch(session)).map((view) => page(`/?view=${view}`, `Dashboard: ${viewNames[view]}`, 'dashboard')),
    ...openTo(session, settingsPages).map(({ to, label }) => page(to, `Settings: ${label}`, 'gear')),
    ...(session.administrator ? [page('/settings/server', 'Settings: Server', 'gear', 'stun turn e-mail smtp')] : []),
    ...(may(session, 'fuse.manage') ? [page('/activate', 'Activate a Fuse', 'plus', 'code')] : []),
    ...account,
  ];
}

function useActions(session: Session | null | undefined): PaletteEntry[] {
  const theme = useThemeEntry();
  const signOut = useSignOut();
  const move = useMove();
  const stores = useQuery(storesQuery).data ?? [];
  const others = stores.filter(({ id }) => id !== session?.store?.id);
  return [
    theme,
    { id: 'full-screen', group: 'Actions', title: 'Full screen', icon: 'fullscreen', run: () => toggleFullScreen(document.documentElement) },
    ...others.map(({ id, name }) => ({ id: `store-${id}`, group: 'Actions' as const, title: `Switch to ${name}`, hint: 'Store', icon: 'host' as const, run: () => move.mutateAsync(id) })),
    { id: 'sign-out', group: 'Actions', title: 'Sign out', icon: 'exit', words: 'log out', run: () => void signOut.mutate() },
  ];
}
