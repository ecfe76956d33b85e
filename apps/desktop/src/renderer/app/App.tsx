import { KeyboardProvider, Skeleton, TextProvider, Toasts } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useReducer } from 'react';
import { RouterProvider } from 'react-router/dom';
import { api } from '../client.ts';
import { useSessionState } from '../session/use-session.ts';
import { translator } from '../text/t.ts';
import { QueryView } from '../work/QueryView.tsx';
import { makeRouter } from './router.tsx';

const SignIn = lazy(async () => ({ default: (await import('../features/auth/SignIn.tsx')).SignIn }));
const SetUp = lazy(async () => ({ default: (await import('../features/store/SetUp.tsx')).SetUp }));
const router = makeRouter();

export function App() {
  const [language, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    window.addEventListener('apotheca-language', redraw);
    return () => window.removeEventListener('apotheca-language', redraw);
  }, []);
  return (
    <TextProvider key={language} translator={translator()}>
      <KeyboardProvider>
        <Suspense fallback={<Starting />}>
          <Entrance />
        </Suspense>
        <Toasts />
      </KeyboardProvider>
    </TextProvider>
  );
}

/** First set-up, sign-in, or the work: whichever it is time for. */
function Entrance() {
  const store = useQuery(api.store.get.queryOptions());
  const { signedIn, hasEnded } = useSessionState();

  return (
    <QueryView query={store} skeleton={<Starting />}>
      {({ isSetUp, demo }) => {
        if (!isSetUp) return <SetUp onDone={() => void store.refetch()} />;
        if (!signedIn) return <SignIn isDemo={demo} hasEnded={hasEnded} />;
        return <RouterProvider router={router} />;
      }}
    </QueryView>
  );
}

function Starting() {
  return (
    <div className="mx-auto max-w-sm p-10">
      <Skeleton lines={4} />
    </div>
  );
}
