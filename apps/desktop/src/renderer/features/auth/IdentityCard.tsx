import type { ReactNode } from 'react';
import { t } from '../../text/t.ts';
import { DemoMark } from '../../work/DemoMark.tsx';

/** The page around sign-in, lock and first set-up: one card on the plain background. */
export function IdentityCard(props: { title: string; isWide?: boolean; isDemo?: boolean; children: ReactNode }) {
  return (
    <main className="grid min-h-full place-items-center overflow-auto p-6">
      <div className={props.isWide ? 'w-full max-w-3xl' : 'w-full max-w-sm'}>
        <div className="brand mb-2 justify-between px-0">
          <span className="flex items-center gap-2">
            <span className="brand-mark" aria-hidden="true">
              A
            </span>
            {t('app.name')}
          </span>
          {props.isDemo ? <DemoMark /> : null}
        </div>
        <section className="card p-5">
          <h1 className="mb-4">{props.title}</h1>
          {props.children}
        </section>
      </div>
    </main>
  );
}
