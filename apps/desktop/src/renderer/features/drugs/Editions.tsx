import { Button, Dialog, EmptyState } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useStore } from '../../work/use-store.ts';

/** Which editions the catalogue is made of, and when they came in. */
export function Editions({ onClose }: { onClose: () => void }) {
  const store = useStore();
  const query = useQuery(api.drugs.editions.queryOptions({ input: {} }));
  return (
    <Dialog
      isOpen
      size="wide"
      title={t('drugs.editions')}
      onClose={onClose}
      footer={
        <Button keys="Escape" keyOptions={{ whileTyping: true }} autoFocus onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('drugs.none')}>{t('drugs.none.next')}</EmptyState>
          ) : (
            <table className="list w-full">
              <thead>
                <tr>
                  <th>{t('drugs.edition.source')}</th>
                  <th>{t('drugs.edition.date')}</th>
                  <th className="num">{t('drugs.edition.rows')}</th>
                  <th className="num">{t('drugs.edition.rejected')}</th>
                  <th>{t('drugs.edition.at')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((edition) => (
                  <tr key={`${edition.source} ${edition.digest}`}>
                    <td>
                      {edition.source}{' '}
                      {edition.onThisTerminal ? null : <span className="ink-warn">{t('drugs.edition.elsewhere')}</span>}
                    </td>
                    <td>{store.date(edition.editionDate)}</td>
                    <td className="num">{edition.rows.toLocaleString()}</td>
                    <td className="num">{edition.rejected.toLocaleString()}</td>
                    <td>{store.moment(edition.importedAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </QueryView>
    </Dialog>
  );
}
