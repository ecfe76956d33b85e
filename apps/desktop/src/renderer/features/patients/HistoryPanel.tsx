import { useQuery } from '@tanstack/react-query';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useStore } from '../../work/use-store.ts';

/** Everything that changed, by whom, newest first. */
export function HistoryPanel({ patientId }: { patientId: string }) {
  const store = useStore();
  const query = useQuery(api.patients.history.queryOptions({ input: { id: patientId } }));
  return (
    <QueryView query={query}>
      {({ items }) => (
        <div className="card overflow-hidden">
          <table className="list w-full">
            <thead>
              <tr>
                <th>{t('patient.history.when')}</th>
                <th>{t('patient.history.what')}</th>
                <th>{t('patient.history.who')}</th>
              </tr>
            </thead>
            <tbody>
              {items.toReversed().map((item, index) => (
                <tr key={`${item.at} ${index}`}>
                  <td>{store.moment(item.at)}</td>
                  <td className="mono">{item.type}</td>
                  <td>{item.by}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </QueryView>
  );
}
