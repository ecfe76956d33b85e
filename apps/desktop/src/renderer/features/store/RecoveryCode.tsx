import { Button, Checkbox, formatDate, Notice } from '@apotheca/ui';
import { useState } from 'react';
import { locale, t } from '../../text/t.ts';
import { IdentityCard } from '../auth/IdentityCard.tsx';

/** Shown once. The code is nowhere else: not in a draft, not in the address, not in storage. */
export function RecoveryCode(props: { code: string; storeName: string; onDone: () => void }) {
  const [isSafe, setSafe] = useState(false);
  const [madeOn] = useState(() => new Date().toISOString().slice(0, 10));
  return (
    <>
      <div className="no-print h-full">
        <IdentityCard title={t('recovery.title')} isWide>
          <div className="grid gap-4">
            <Notice tone="warn">{t('recovery.lead')}</Notice>
            <code className="mono bg-sunken rounded-card select-all p-4 text-center text-[1.0625rem] tracking-wide">
              {props.code}
            </code>
            <div>
              <Button onPress={() => window.print()} autoFocus>
                {t('recovery.print')}
              </Button>
            </div>
            <Checkbox isSelected={isSafe} onChange={setSafe}>
              {t('recovery.printed')}
            </Checkbox>
            <Button tone="go" size="large" isDisabled={!isSafe} onPress={props.onDone}>
              {t('recovery.go')}
            </Button>
          </div>
        </IdentityCard>
      </div>
      <section className="print-sheet hidden p-10 print:block">
        <h1>{t('recovery.title')}</h1>
        <p>
          {t('recovery.store')}: {props.storeName}
        </p>
        <p>{t('recovery.made', { date: formatDate(madeOn, locale()) })}</p>
        <p className="mono my-8 text-xl">{props.code}</p>
        <p>{t('recovery.lead')}</p>
      </section>
    </>
  );
}
