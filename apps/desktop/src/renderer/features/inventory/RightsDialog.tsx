import { Button, Dialog, Tag } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client.ts';
import { usePermission } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { ReclaimDialog } from './ReclaimDialog.tsx';
import type { Batch } from './types.ts';

/** Which terminal may take how much of a controlled lot, so that it cannot be dispensed twice. */
export function RightsDialog({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const query = useQuery(api.inventory.rights.queryOptions({ input: { id: batch.batchId } }));
  const { data: register } = useQuery(api.nodes.terminals.queryOptions());
  const [origin, setOrigin] = useState<string | null>(null);
  const may = usePermission();
  const nameOf = (terminalId: string) =>
    register?.items.find((one) => one.terminalId === terminalId)?.name || terminalId;
  if (origin !== null) {
    return <ReclaimDialog batchId={batch.batchId} origin={origin} title={batch.lotNumber} onClose={onClose} />;
  }
  return (
    <Dialog
      isOpen
      title={t('stock.rights.title', { lot: batch.lotNumber })}
      onClose={onClose}
      footer={
        <Button keys="Escape" onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <p className="mb-3 text-ink-2">{t('stock.rights.lead')}</p>
      <QueryView query={query}>
        {({ items }) => (
          <table className="w-full">
            <caption className="visually-hidden">{t('stock.rights')}</caption>
            <thead>
              <tr className="cap h-8 text-left">
                <th>{t('system.terminal')}</th>
                <th className="num">{t('stock.rights.quantity')}</th>
                <th className="pl-4">{t('stock.status')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((right) => (
                <tr key={right.origin} className="h-[2.375rem] border-t border-line">
                  <td>{nameOf(right.terminalId)}</td>
                  <td className="num">{right.quantity.toLocaleString()}</td>
                  <td className="pl-4">
                    {right.isHere ? <Tag tone="ok">{t('stock.rights.here')}</Tag> : null}
                    {right.stranding ? (
                      <span className="flex items-center gap-2">
                        <Tag tone="warn">{t(`stock.rights.${right.stranding}`)}</Tag>
                        <Button
                          size="small"
                          isDisabled={!may('inventory.adjust-controlled')}
                          onPress={() => setOrigin(right.origin)}
                        >
                          {t('stock.rights.count')}
                        </Button>
                      </span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </QueryView>
    </Dialog>
  );
}
