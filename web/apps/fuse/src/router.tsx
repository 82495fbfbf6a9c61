import { PageFailure } from '@gantry/ui';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame, NotFound } from './Frame';
import { searchOf } from './printers/list/view';
import { HomePage } from './status/HomePage';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const printers = createRoute({
  getParentRoute: () => root,
  path: '/printers',
  validateSearch: searchOf,
  component: lazyRouteComponent(() => import('./printers/PrintersPage'), 'PrintersPage'),
});
const files = createRoute({
  getParentRoute: () => root,
  path: '/files',
  component: lazyRouteComponent(() => import('./files/FilesPage'), 'FilesPage'),
});
const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  component: lazyRouteComponent(() => import('./logs/LogsPage'), 'LogsPage'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/SettingsPage'), 'SettingsPage'),
});
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('./help/HelpPage'), 'HelpPage'),
});

const communications = createRoute({
  getParentRoute: () => root,
  path: '/printers/$id/communications',
  component: lazyRouteComponent(() => import('./communications/CommunicationsPage'), 'CommunicationsPage'),
});

const api = createRoute({
  getParentRoute: () => root,
  path: '/api',
  component: lazyRouteComponent(() => import('./help/ApiPage'), 'ApiPage'),
});

const activity = createRoute({
  getParentRoute: () => root,
  path: '/activity',
  component: lazyRouteComponent(() => import('./activity/ActivityPage'), 'ActivityPage'),
});

export const routeTree = root.addChildren([home, printers, files, logs, settings, help, communications, api, activity]);
export const router = createRouter({ routeTree, defaultPreload: false, defaultErrorComponent: PageFailure, scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
