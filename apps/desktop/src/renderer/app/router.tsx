import { Button, EmptyState } from '@apotheca/ui';
import { createHashRouter, Navigate, useNavigate, useRouteError } from 'react-router';
import { t } from '../text/t.ts';
import { ProblemNotice } from '../work/ProblemNotice.tsx';
import { Frame } from './Frame.tsx';
import { features } from './features.ts';

/** Addresses stand in the fragment: they work alike over loopback, in Electron and from a file. */
export function makeRouter() {
  return createHashRouter([
    {
      path: '/',
      element: <Frame />,
      children: [
        { index: true, element: <Navigate to="/queue" replace /> },
        ...features.flatMap((feature) => feature.routes.map((route) => ({ ...route, errorElement: <BrokenScreen /> }))),
        { path: '*', element: <NoScreen /> },
      ],
    },
  ]);
}

/** A screen that broke takes nothing else with it: the frame stays, drafts stay. */
function BrokenScreen() {
  const error = useRouteError();
  return (
    <div className="mx-auto grid w-full max-w-lg gap-3 p-8">
      <ProblemNotice problem={{ kind: 'fault', message: error instanceof Error ? error.message : '' }} />
      <Button onPress={() => window.location.reload()}>{t('refusal.retry')}</Button>
    </div>
  );
}

function NoScreen() {
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('common.notFound')}
      action={<Button onPress={() => void navigate('/queue')}>{t('common.backToQueue')}</Button>}
    >
      {t('common.notFound.next')}
    </EmptyState>
  );
}
