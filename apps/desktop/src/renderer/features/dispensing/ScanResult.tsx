import { Button, Notice } from '@apotheca/ui';
import { t } from '../../text/t.ts';
import { DrugName } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { ScannedProduct, ScanState } from './fill-form.ts';

export interface ScanResultProps {
  readonly state: ScanState;
  readonly scanned: ScannedProduct | null;
  readonly expected: string;
  readonly onUse: (ndc: string) => void;
}

const tones = { waiting: 'plain', matches: 'ok', differs: 'late', unknown: 'warn' } as const;

/** The answer to a scan in words and colour, large enough to be seen from the counter. */
export function ScanResult({ state, scanned, expected, onUse }: ScanResultProps) {
  const { date } = useStore();
  const ndc = scanned?.ndc;
  return (
    <Notice tone={tones[state]}>
      <div className="font-[600]">
        {state === 'waiting'
          ? t('fill.scan.waiting')
          : state === 'matches'
            ? t('fill.scan.matches')
            : state === 'differs'
              ? t('fill.scan.differs')
              : t('fill.scan.unknown')}
        {scanned?.wasTyped && state === 'matches' ? <span className="muted"> · {t('fill.scan.typed')}</span> : null}
      </div>
      {state === 'matches' && scanned?.lotNumber ? (
        <div>
          <span className="mono">{scanned.lotNumber}</span>
          {scanned.expiresOn ? ` · ${t('rxPage.expiry', { date: date(scanned.expiresOn) })}` : ''}
        </div>
      ) : null}
      {state === 'differs' && ndc ? (
        <>
          <div>{t('fill.scan.differs.lead', { expected, scanned: scanned.name ?? ndc })}</div>
          <div className="mt-1.5 flex items-center gap-2">
            <Button size="small" keys="Alt+U" onPress={() => onUse(ndc)}>
              {t('fill.scan.use')}
            </Button>
            <DrugName name={scanned.name} />
          </div>
        </>
      ) : null}
    </Notice>
  );
}
