import { PageFailure } from '@gantry/ui';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, parseSearchWith, redirect, stringifySearchWith } from '@tanstack/react-router';
import { ActivatePage } from './activate/ActivatePage';
import { DashboardPage } from './dashboard/DashboardPage';
import { searchOf, type DashboardSearch } from './dashboard/search';
import { Frame, NotFound } from './Frame';
import type { AuditSearch } from './audit/filters';
import { Root } from './session/Root';
import { SettingsLayout } from './settings/SettingsLayout';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: text(search.token) }),
  component: lazyRouteComponent(() => import('./setup/SetupPage'), 'SetupPage'),
});
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });
const dashboard = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: searchOf,
  component: DashboardPage,
});
const activate = createRoute({
  getParentRoute: () => frame,
  path: '/activate',
  validateSearch: (search: Record<string, unknown>): { code?: string } => ({
    code: search.code === undefined ? undefined : String(search.code),
  }),
  component: ActivatePage,
});
const printer = createRoute({
  getParentRoute: () => frame,
  path: '/printers/$id',
  validateSearch: (search: Record<string, unknown>): Pick<DashboardSearch, 'policy'> => ({
    policy: search.policy === 'relay' ? 'relay' : undefined,
  }),
  component: lazyRouteComponent(() => import('./printer/PrinterPage'), 'PrinterPage'),
});
const printers = createRoute({
  getParentRoute: () => frame,
  path: '/printers',
  validateSearch: (search: Record<string, unknown>): Pick<DashboardSearch, 'q'> => {
    const { q } = searchOf(search);
    return q ? { q } : {};
  },
  component: lazyRouteComponent(() => import('./printers/PrintersPage'), 'PrintersPage'),
});
const fuses = createRoute({ getParentRoute: () => frame, path: '/fuses', component: lazyRouteComponent(() => import('./fuses/FusesPage'), 'FusesPage') });
const api = createRoute({ getParentRoute: () => frame, path: '/api', component: lazyRouteComponent(() => import('./ApiPage'), 'ApiPage') });
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation/InvitationPage'), 'InvitationPage'),
});
const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('./session/ForgottenPage'), 'ForgottenPage'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./session/ResetPage'), 'ResetPage'),
});
const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./session/RegisterPage'), 'RegisterPage'),
});
const account = createRoute({
  getParentRoute: () => frame,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/AccountPage'), 'AccountPage'),
});
const settings = createRoute({ getParentRoute: () => frame, path: '/settings', component: SettingsLayout });
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/store' });
  },
});
const users = createRoute({
  getParentRoute: () => settings,
  path: '/users',
  component: lazyRouteComponent(() => import('./users/UsersPage'), 'UsersPage'),
});
const walls = createRoute({
  getParentRoute: () => settings,
  path: '/walls',
  component: lazyRouteComponent(() => import('./walls/WallsPage'), 'WallsPage'),
});
const wall = createRoute({
  getParentRoute: () => root,
  path: '/wall',
  validateSearch: (search: Record<string, unknown>): Pick<DashboardSearch, 'view' | 'policy'> => {
    const { view, policy } = searchOf(search);
    return { ...(view && { view }), ...(policy && { policy }) };
  },
  component: lazyRouteComponent(() => import('./wall/WallPage'), 'WallPage'),
});
const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./keys/KeysPage'), 'KeysPage'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({ area: text(search.area), who: text(search.who), days: text(search.days) }),
  component: lazyRouteComponent(() => import('./audit/AuditPage'), 'AuditPage'),
});
const store = createRoute({
  getParentRoute: () => settings,
  path: '/store',
  component: lazyRouteComponent(() => import('./settings/StorePage'), 'StorePage'),
});

const server = createRoute({
  getParentRoute: () => settings,
  path: '/server',
  component: lazyRouteComponent(() => import('./server/ServerPage'), 'ServerPage'),
});

export const routeTree = root.addChildren([
  setup,
  invitation,
  forgotten,
  reset,
  wall,
  register,
  frame.addChildren([dashboard, activate, printers, printer, fuses, account, api, settings.addChildren([settingsIndex, users, keys, walls, audit, store, server])]),
]);
export const router = createRouter({
  routeTree,
  defaultPreload: false,
  defaultErrorComponent: PageFailure,
  // Whoever goes back finds the page where they left it.
  scrollRestoration: true,
  // Codes and tokens are text, even when they look like numbers.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
