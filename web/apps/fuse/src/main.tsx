import '@gantry/ui/styles.css';
import './fuse.css';
import './access/access.css';
import './help/help.css';
import { Theme, followUpdates } from '@gantry/ui';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api';
import { EventsProvider } from './events';
import { router } from './router';
import { Gate } from './session/Gate';

followUpdates();

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <Theme>
      <QueryClientProvider client={queryClient}>
        <Gate>
          <EventsProvider>
            <RouterProvider router={router} />
          </EventsProvider>
        </Gate>
      </QueryClientProvider>
    </Theme>
  </StrictMode>,
);
