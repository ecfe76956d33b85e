import { Button, Dialog, KeyValue, NumberField, RadioGroup, TextField } from '@apotheca/ui';
import { type ReactNode, useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import type { Problem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';

function DrawerDialog(props: {
  readonly title: string;
  readonly go: string;
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  readonly onGo: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Dialog
      title={props.title}
      isOpen
      onClose={props.onClose}
      footer={
        <Button tone="go" keys="Ctrl+Enter" isDisabled={!props.isReady} isBusy={props.isBusy} onPress={props.onGo}>
          {props.go}
        </Button>
      }
    >
      {props.children}
      <ProblemNotice problem={props.problem} onRetry={props.onGo} />
    </Dialog>
  );
}

export function OpenDrawer({ onClose }: { onClose: () => void }) {
  const [float, setFloat] = useState<number | null>(null);
  const open = useCommand(client.pos.openDrawer, onClose);
  return (
    <DrawerDialog
      title={t('drawer.open.title')}
      go={t('till.drawer.open')}
      isReady={float !== null}
      isBusy={open.isBusy}
      problem={open.problem}
      onGo={() => void open.run({ openingFloatCents: float ?? 0 })}
      onClose={onClose}
    >
      <NumberField
        label={t('drawer.float')}
        scale={2}
        decimalsMin={2}
        min={0}
        value={float}
        onChange={setFloat}
        autoFocus
      />
    </DrawerDialog>
  );
}

/** A blind count: what was expected is shown only after the figure is in. */
export function CloseDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { money } = useStore();
  const [counted, setCounted] = useState<number | null>(null);
  const [note, setNote] = useState('');
  const [closed, setClosed] = useState<Awaited<ReturnType<typeof client.pos.closeDrawer>> | null>(null);
  const close = useCommand(client.pos.closeDrawer, setClosed);
  if (closed) {
    return (
      <DrawerDialog
        title={t('drawer.closed')}
        go={t('common.close')}
        isReady
        isBusy={false}
        problem={null}
        onGo={onClose}
        onClose={onClose}
      >
        <KeyValue
          isLarge
          rows={[
            [t('drawer.counted'), money(closed.countedCents ?? 0)],
            [t('drawer.expected'), money(closed.expectedCents ?? 0)],
            [
              t('drawer.difference'),
              <b key="difference" className={closed.differenceCents ? 'ink-late' : 'ink-ok'}>
                {money(closed.differenceCents ?? 0)}
              </b>,
            ],
          ]}
        />
      </DrawerDialog>
    );
  }
  return (
    <DrawerDialog
      title={t('drawer.close.title')}
      go={t('till.drawer.close')}
      isReady={counted !== null}
      isBusy={close.isBusy}
      problem={close.problem}
      onGo={() => void close.run({ id, countedCents: counted ?? 0, note: note.trim() || undefined })}
      onClose={onClose}
    >
      <NumberField
        label={t('drawer.counted')}
        hint={t('drawer.counted.hint')}
        scale={2}
        decimalsMin={2}
        min={0}
        value={counted}
        onChange={setCounted}
        autoFocus
      />
      <TextField label={t('drawer.note')} isOptional value={note} onChange={setNote} maxLength={300} />
    </DrawerDialog>
  );
}

const kinds = ['paid-in', 'paid-out', 'safe-drop'] as const;

export function MoveCash({ id, onClose }: { id: string; onClose: () => void }) {
  const [kind, setKind] = useState<(typeof kinds)[number]>('safe-drop');
  const [amount, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const move = useCommand(client.pos.moveCash, onClose);
  return (
    <DrawerDialog
      title={t('drawer.move.title')}
      go={t('drawer.move.go')}
      isReady={amount !== null && amount > 0 && reason.trim().length >= 3}
      isBusy={move.isBusy}
      problem={move.problem}
      onGo={() => void move.run({ id, kind, amountCents: amount ?? 0, reason })}
      onClose={onClose}
    >
      <RadioGroup
        label={t('drawer.move.kind')}
        options={kinds.map((value) => ({ value, label: t(`drawer.move.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <NumberField
        label={t('drawer.move.amount')}
        scale={2}
        decimalsMin={2}
        min={1}
        value={amount}
        onChange={setAmount}
        autoFocus
      />
      <TextField label={t('drawer.move.reason')} value={reason} onChange={setReason} maxLength={300} />
    </DrawerDialog>
  );
}
