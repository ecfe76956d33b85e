import { Button, Card, Notice } from '@apotheca/ui';
import { useNavigate } from 'react-router';
import { t } from '../../text/t.ts';
import { LabelPreview, usePrintLabel } from './LabelPreview.tsx';
import { WorkHead } from './WorkHead.tsx';
import { nextPath, useWork } from './WorkList.tsx';
import type { Work } from './work-types.ts';

/** The fill is made: print its label, take the next. */
export function FillDone({ work, fillId }: { work: Work; fillId: string }) {
  const navigate = useNavigate();
  const rows = useWork('fill').data?.items ?? [];
  const print = usePrintLabel();
  return (
    <>
      <WorkHead title={t('fill.title')} work={work} position={null} />
      <div className="mx-auto grid w-full max-w-xl gap-3">
        <Notice tone="ok">
          <b>{t('fill.made')}</b>
          <div className="muted">{t('fill.made.lead')}</div>
        </Notice>
        <Card>
          <LabelPreview fillId={fillId} title={t('fill.label')} />
        </Card>
      </div>
      <div className="action-bar">
        <Button keys="Escape" onPress={() => void navigate('/fill')}>
          {t('common.back')}
        </Button>
        <Button
          size="large"
          className="ml-auto"
          keys="P"
          isBusy={print.isBusy}
          onPress={() => void print.run({ id: fillId })}
          autoFocus
        >
          {t('fill.print')}
        </Button>
        <Button
          tone="go"
          size="large"
          keys="Ctrl+Enter"
          onPress={() => void navigate(nextPath('fill', rows, work.prescription.id))}
        >
          {t('fill.nextOne')}
        </Button>
      </div>
    </>
  );
}
