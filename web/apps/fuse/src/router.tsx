import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Frame, NotFound } from './Frame';
import { PrintersPage } from './printers/PrintersPage';
import { SettingsPage } from './settings/SettingsPage';
import { HomePage } from './status/HomePage';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });
const printers = createRoute({ getParentRoute: () => root, path: '/printers', component: PrintersPage });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });

export const routeTree = root.addChildren([home, printers, settings]);
export const router = createRouter({ routeTree, defaultPreload: false });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
