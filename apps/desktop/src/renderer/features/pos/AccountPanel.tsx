import { Button, Card, EmptyState, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useStore } from '../../work/use-store.ts';
import { PayAccount, SetAccount } from './AccountDialogs.tsx';

export type Account = Awaited<ReturnType<typeof client.pos.account>>;

/** What a patient bought on account, what was paid towards it, and what may still be charged. */
export function AccountPanel({ patientId }: { patientId: string }) {
  const query = useQuery(api.pos.account.queryOptions({ input: { patientId } }));
  return <QueryView query={query}>{(account) => <View account={account} />}</QueryView>;
}

function View({ account }: { account: Account }) {
  const { money, moment } = useStore();
  const may = usePermission();
  const [opened, setOpened] = useState<'set' | 'pay' | null>(null);
  const close = () => setOpened(null);
  return (
    <div className="grid gap-3">
      <Card
        title={t('account.house')}
        side={
          <Tag tone={account.isOpen ? 'ok' : 'plain'}>{t(account.isOpen ? 'account.isOpen' : 'account.isClosed')}</Tag>
        }
      >
        <div className="mt-3 flex flex-wrap items-end gap-x-10 gap-y-3">
          <div>
            <div className="cap">{t('account.balance')}</div>
            <div className="text-[1.375rem] font-[620]">{money(account.balanceCents)}</div>
          </div>
          <div>
            <div className="cap">{t('account.limit')}</div>
            <div className="text-[1.375rem]">{money(account.limitCents)}</div>
          </div>
          <div className="ml-auto flex gap-2">
            {may('pos.price-override') ? (
              <Button keys="A" onPress={() => setOpened('set')}>
                {t(account.isOpen ? 'account.change' : 'account.open')}
              </Button>
            ) : null}
            {may('pos.sell') ? (
              <Button tone="go" keys="P" isDisabled={account.balanceCents <= 0} onPress={() => setOpened('pay')}>
                {t('account.pay')}
              </Button>
            ) : null}
          </div>
        </div>
      </Card>
      {account.entries.length === 0 ? (
        <EmptyState title={t('account.none')} />
      ) : (
        <div className="card overflow-hidden">
          <table className="list w-full">
            <caption className="visually-hidden">{t('account.house')}</caption>
            <tbody>
              {account.entries.toReversed().map((entry, index) => (
                <tr key={`${entry.saleId} ${entry.kind} ${index}`}>
                  <td>{moment(entry.at)}</td>
                  <td className="mono">{entry.receiptNumber}</td>
                  <td>{t(`account.entry.${entry.kind}`)}</td>
                  <td className="num">{money(entry.amountCents)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {opened === 'set' ? <SetAccount account={account} onClose={close} /> : null}
      {opened === 'pay' ? <PayAccount account={account} onClose={close} /> : null}
    </div>
  );
}
