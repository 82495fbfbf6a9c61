import '@gantry/ui/styles.css';
import './cloud.css';
import './dashboard/dashboard.css';
import './settings/settings.css';
import { Theme, followUpdates } from '@gantry/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api';
import { EventsProvider } from './events';
import { router } from './router';

followUpdates();

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <Theme>
      <QueryClientProvider client={queryClient}>
        <EventsProvider>
          <RouterProvider router={router} />
        </EventsProvider>
      </QueryClientProvider>
    </Theme>
  </StrictMode>,
);
