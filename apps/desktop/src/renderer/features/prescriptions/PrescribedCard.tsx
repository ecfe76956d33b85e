import { Button, Card, ImageViewer, KeyValue, Notice } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../../client.ts';
import { t, type WordKey } from '../../text/t.ts';
import { PdfFrame } from '../../work/PdfFrame.tsx';
import { DrugName, quantityText, ScheduleTag } from '../../work/Rx.tsx';
import { useStore } from '../../work/use-store.ts';
import type { RxDetail } from './AlertList.tsx';

export function dawText(daw: number): string {
  return `${daw} · ${t(`daw.${daw}` as WordKey & `daw.${string}`)}`;
}

/** Left: what the prescriber asked for, as entered, with the page it came on. */
export function PrescribedCard({ rx, isChangeable }: { rx: RxDetail; isChangeable: boolean }) {
  const { date, moment, isIndia } = useStore();
  // Nobody in India has an NPI, and no payer there asks for one.
  const warnings = rx.warnings.filter((warning) => !(isIndia && warning.code === 'npi-missing'));
  const navigate = useNavigate();
  const { prescriber } = rx;
  return (
    <Card
      title={t('rxPage.prescribed')}
      side={
        <span className="faint">
          {t(`origin.${rx.origin}`)}
          {rx.entered ? ` · ${moment(rx.entered.at)} · ${rx.entered.userName}` : ''}
        </span>
      }
      className="flex flex-col gap-3"
    >
      <KeyValue
        isLarge
        rows={[
          [
            t('rx.drug'),
            <b key="drug" className="inline-flex flex-wrap items-center gap-2">
              <DrugName name={rx.drug?.name} />
              <ScheduleTag schedule={rx.drug?.schedule} />
            </b>,
          ],
          [t('rx.quantity'), quantityText(rx.quantity, rx.drug?.unit)],
          [t('rx.directions'), rx.sig?.entered],
          [t('rx.days'), rx.daysSupply],
          [t('rx.refills'), rx.refillsAuthorized ?? ''],
          [t('rx.daw'), dawText(rx.daw)],
          [t('rx.written'), date(rx.writtenOn)],
          [t('rx.expires'), date(rx.expiresOn)],
          [t('rx.earliest'), date(rx.earliestFillOn)],
          [t('rx.diagnosis'), rx.diagnosis ? [rx.diagnosis.code, rx.diagnosis.text].filter(Boolean).join(' ') : null],
          [
            t('rx.prescriber'),
            prescriber ? (
              <span key="prescriber">
                {prescriber.name}{' '}
                <span className="mono muted">{[prescriber.npi, prescriber.dea].filter(Boolean).join(' · ')}</span>
                <span className="muted block">
                  {[prescriber.phone, prescriber.address].filter(Boolean).join(' · ')}
                </span>
              </span>
            ) : null,
          ],
          [t('rx.note'), rx.note],
        ]}
      />
      {rx.missing.length > 0 ? (
        <Notice tone="warn">{t('rxPage.missing', { fields: rx.missing.join(', ') })}</Notice>
      ) : null}
      {warnings.map((warning) => (
        <Notice key={warning.code} tone="warn">
          {warning.message} {warning.cite ? <cite className="not-italic faint">{warning.cite}</cite> : null}
        </Notice>
      ))}
      {isChangeable ? (
        <div>
          <Button size="small" keys="E" onPress={() => void navigate(`/intake/${rx.id}`)}>
            {t('rxPage.correct')}
          </Button>
        </div>
      ) : null}
      {rx.attachmentBlobId ? <Attachment id={rx.id} /> : null}
    </Card>
  );
}

export function Attachment({ id, isAlone }: { id: string; isAlone?: boolean }) {
  const { data } = useQuery({ ...api.prescriptions.attachment.queryOptions({ input: { id } }), staleTime: Infinity });
  if (!data) return null;
  const source = `data:${data.mediaType};base64,${data.base64}`;
  return (
    <div className={`flex min-h-64 flex-1 flex-col gap-1.5 ${isAlone ? '' : 'border-t border-line pt-3'}`}>
      <span className="cap">{t('rxPage.image')}</span>
      {data.mediaType === 'application/pdf' ? (
        <PdfFrame base64={data.base64} title={t('rxPage.image')} />
      ) : (
        <ImageViewer src={source} alt={t('rxPage.image')} className="flex-1" />
      )}
    </div>
  );
}
