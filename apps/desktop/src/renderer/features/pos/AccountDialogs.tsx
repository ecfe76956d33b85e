import { Button, Checkbox, Dialog, NumberField, Segments, showToast, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { Account } from './AccountPanel.tsx';
import { methods } from './till-form.ts';

const usualLimitCents = 20_000;

export function SetAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const [isOpen, setOpen] = useState(true);
  const [limitCents, setLimit] = useState<number | null>(account.limitCents || usualLimitCents);
  const set = useCommand(client.pos.setAccount, onClose);
  const submit = () => void set.run({ patientId: account.patientId, isOpen, limitCents: limitCents ?? 0 });
  return (
    <Dialog
      title={t(account.isOpen ? 'account.change' : 'account.open')}
      isOpen
      onClose={onClose}
      footer={
        <Button tone="go" keys="Ctrl+Enter" isBusy={set.isBusy} isDisabled={limitCents === null} onPress={submit}>
          {t('common.save')}
        </Button>
      }
    >
      <NumberField
        label={t('account.limit')}
        hint={t('account.limit.hint')}
        scale={2}
        decimalsMin={2}
        min={0}
        value={limitCents}
        onChange={setLimit}
        autoFocus
      />
      {account.isOpen ? (
        <Checkbox isSelected={isOpen} onChange={setOpen}>
          {t('account.staysOpen')}
        </Checkbox>
      ) : null}
      <ProblemNotice problem={set.problem} onRetry={submit} />
    </Dialog>
  );
}

const ways = methods.filter((method) => method !== 'house-account');

/** Money towards the account: all of it, until another amount is typed. */
export function PayAccount({ account, onClose }: { account: Account; onClose: () => void }) {
  const { money } = useStore();
  const [amountCents, setAmount] = useState<number | null>(account.balanceCents);
  const [method, setMethod] = useState<(typeof ways)[number]>('cash');
  const [number, setNumber] = useState('');
  const pay = useCommand(client.pos.payAccount, (answer) => {
    showToast({
      tone: 'ok',
      text: t('account.paid', { money: money(amountCents ?? 0) }),
      detail: answer.receiptNumber,
    });
    onClose();
  });
  const given = number.trim() || undefined;
  const submit = () => {
    if (amountCents === null) return;
    const payment = {
      method,
      amountCents,
      approvalCode: method === 'card' ? given : undefined,
      checkNumber: method === 'check' ? given : undefined,
    };
    void pay.run({ patientId: account.patientId, amountCents, payment });
  };
  return (
    <Dialog
      title={t('account.pay')}
      isOpen
      onClose={onClose}
      footer={
        <Button tone="go" keys="Ctrl+Enter" isBusy={pay.isBusy} isDisabled={!amountCents} onPress={submit}>
          {t('till.go.item')}
        </Button>
      }
    >
      <NumberField
        label={t('account.amount')}
        hint={t('account.owes', { money: money(account.balanceCents) })}
        scale={2}
        decimalsMin={2}
        min={1}
        value={amountCents}
        onChange={setAmount}
        autoFocus
      />
      <Segments
        aria-label={t('till.method')}
        options={ways.map((value) => ({ value, label: t(`till.method.${value}`) }))}
        value={method}
        onChange={setMethod}
      />
      {method === 'cash' ? null : (
        <TextField
          label={t(method === 'card' ? 'till.approval' : 'till.checkNumber')}
          hint={method === 'card' ? t('till.approval.hint') : undefined}
          isOptional={method === 'card'}
          value={number}
          onChange={setNumber}
          maxLength={10}
          isMono
        />
      )}
      <ProblemNotice problem={pay.problem} onRetry={submit} />
    </Dialog>
  );
}
