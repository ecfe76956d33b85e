import { Button, Dialog, showToast, TextField } from '@apotheca/ui';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t, type WordKey } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';

const empty = { pharmacyName: '', address: '', phone: '', dea: '', pharmacistName: '' };
const fields: readonly (readonly [keyof typeof empty, WordKey])[] = [
  ['pharmacyName', 'transfer.pharmacy'],
  ['pharmacistName', 'transfer.pharmacist'],
  ['address', 'transfer.address'],
  ['phone', 'transfer.phone'],
  ['dea', 'transfer.dea'],
];

export function TransferDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const draft = useDraft(`transfer-${id}`, empty);
  const { value } = draft;
  const transfer = useCommand(client.prescriptions.transfer, () => {
    showToast({ tone: 'ok', text: t('transfer.done') });
    draft.clear();
    onClose();
  });
  const submit = () =>
    void transfer.run({ id, to: { ...value, phone: value.phone.trim() || null, dea: value.dea.trim() || null } });
  return (
    <Dialog
      title={t('transfer.title')}
      isOpen
      onClose={onClose}
      footer={
        <Button
          tone="go"
          keys="Ctrl+Enter"
          isDisabled={!value.pharmacyName || !value.address || !value.pharmacistName}
          isBusy={transfer.isBusy}
          onPress={submit}
        >
          {t('transfer.go')}
        </Button>
      }
    >
      {fields.map(([name, label], index) => (
        <TextField
          key={name}
          label={t(label)}
          isOptional={name === 'phone' || name === 'dea'}
          value={value[name]}
          onChange={(text) => draft.change({ [name]: text })}
          autoFocus={index === 0}
        />
      ))}
      <ProblemNotice problem={transfer.problem} onRetry={submit} />
    </Dialog>
  );
}
