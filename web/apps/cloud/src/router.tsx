import { createRootRoute, createRoute, createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { ActivatePage } from './activate/ActivatePage';
import { DashboardPage } from './dashboard/DashboardPage';
import { Frame, NotFound } from './Frame';
import { FusesPage } from './fuses/FusesPage';
import { PrinterPage } from './printer/PrinterPage';
import { Root } from './session/Root';
import { SetupPage } from './setup/SetupPage';
import { UsersPage } from './users/UsersPage';

export type View = 'full' | 'compact' | 'cameras';
const views: readonly string[] = ['full', 'compact', 'cameras'] satisfies View[];

interface DashboardSearch {
  view?: View;
  policy?: 'relay';
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => ({ token: text(search.token) }),
  component: SetupPage,
});
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });
const dashboard = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: (search: Record<string, unknown>): DashboardSearch => ({
    view: views.includes(String(search.view)) ? (search.view as View) : undefined,
    policy: search.policy === 'relay' ? 'relay' : undefined,
  }),
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
  component: PrinterPage,
});
const fuses = createRoute({ getParentRoute: () => frame, path: '/fuses', component: FusesPage });
const users = createRoute({ getParentRoute: () => frame, path: '/settings/users', component: UsersPage });

export const routeTree = root.addChildren([setup, frame.addChildren([dashboard, activate, printer, fuses, users])]);
export const router = createRouter({
  routeTree,
  defaultPreload: false,
  // Codes and tokens are text, even when they look like numbers.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
