import { Tag } from '@apotheca/ui';
import { t } from '../text/t.ts';

/** Stands on every screen of a demo store, so that nobody takes it for a real one. */
export function DemoMark({ isShort }: { isShort?: boolean }) {
  return (
    <Tag tone="warn" title={t('app.demo.title')}>
      {t(isShort ? 'app.demo.short' : 'app.demo')}
    </Tag>
  );
}
