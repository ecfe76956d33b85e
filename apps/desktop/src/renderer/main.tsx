import { applyTheme, storedTheme } from '@apotheca/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { ConnectionLostError } from './link/resilient-link.ts';
import { sessionStore } from './session/session-store.ts';
import { loadLanguage, storedLanguage } from './text/t.ts';
import './styles.css';

applyTheme(storedTheme());

/** What changes is told by the service (link/live.ts), so an answer stays fresh until then; refusals are answers. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 300_000,
      retry: (count, error) => error instanceof ConnectionLostError && count < 20,
      refetchOnWindowFocus: false,
    },
  },
});

// What one user saw is not for the next: forgotten before anything is drawn for another.
let userId = sessionStore.state.signedIn?.user.id;
sessionStore.subscribe(() => {
  const next = sessionStore.state.signedIn?.user.id;
  if (userId !== undefined && next !== userId) queries.clear();
  userId = next;
});

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
await loadLanguage(storedLanguage());
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
