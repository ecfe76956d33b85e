import { Button, DateField, Dialog, Notice, NumberField, showToast, TextField, useScan } from '@apotheca/ui';
import { useRef, useState } from 'react';
import { client } from '../../client.ts';
import { useDraft } from '../../session/use-session.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';

interface Line {
  readonly ndc: string;
  readonly name: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly packages: number;
  readonly packageCostCents: number | null;
  readonly serial: string | null;
}
const emptyLine = {
  code: '',
  ndc: '',
  name: '',
  lotNumber: '',
  expiresOn: '',
  packages: 1 as number | null,
  cost: null as number | null,
  serial: null as string | null,
};

/** Goods in: scan after scan, each a line; what was scanned survives a reload until it is booked. */
export function ReceiveDialog({ onClose }: { onClose: () => void }) {
  const store = useStore();
  const draft = useDraft('inventory.receive', { invoice: '', lines: [] as readonly Line[] });
  const [line, setLine] = useState(emptyLine);
  const lot = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const look = useCommand(client.inventory.scan, (found) => {
    setLine({
      ...emptyLine,
      code: found.ndc,
      ndc: found.ndc,
      name: found.name,
      lotNumber: found.lotNumber ?? '',
      expiresOn: found.expiresOn ?? '',
      serial: found.serial,
    });
    lot.current?.focus();
  });
  const book = useCommand(client.inventory.receive, (receipt) => {
    showToast({
      tone: 'ok',
      text: t('stock.receive.done', { count: receipt.lines.length }),
      detail: receipt.warnings.map((warning) => warning.message).join(' '),
    });
    draft.clear();
    onClose();
  });
  useScan((text) => {
    void look.run({ barcode: text });
    return true;
  });
  const isComplete =
    line.ndc !== '' && line.lotNumber.trim() !== '' && line.expiresOn !== '' && (line.packages ?? 0) > 0;

  function add() {
    if (!isComplete) return;
    const { ndc, name, lotNumber, expiresOn, packages, cost, serial } = line;
    draft.change({
      lines: [
        ...draft.value.lines,
        { ndc, name, lotNumber: lotNumber.trim(), expiresOn, packages: packages ?? 1, packageCostCents: cost, serial },
      ],
    });
    setLine(emptyLine);
    code.current?.focus();
  }
  function submit() {
    void book.run({
      lines: draft.value.lines.map(({ name: _name, packageCostCents, serial, ...rest }) => ({
        ...rest,
        ...(packageCostCents === null ? {} : { packageCostCents }),
        ...(serial ? { serial } : {}),
      })),
      ...(draft.value.invoice.trim() ? { invoice: draft.value.invoice.trim() } : {}),
    });
  }

  return (
    <Dialog
      isOpen
      isFirm
      size="wide"
      title={t('stock.receive.title')}
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" keyOptions={{ whileTyping: true }} onPress={onClose}>
            {t('common.close')}
          </Button>
          <Button
            tone="go"
            keys="Ctrl+Enter"
            keyOptions={{ whileTyping: true }}
            isDisabled={draft.value.lines.length === 0}
            isBusy={book.isBusy}
            onPress={submit}
          >
            {t('stock.receive.book')}
          </Button>
        </>
      }
    >
      <div className="grid gap-3.5">
        <TextField
          label={t('stock.receive.invoice')}
          isOptional
          value={draft.value.invoice}
          onChange={(invoice) => draft.change({ invoice })}
        />
        <div className="grid grid-cols-[1.4fr_1fr_1fr_6rem_8rem] items-start gap-2.5">
          <TextField
            ref={code}
            autoFocus
            keepsScan
            isMono
            label={t('stock.receive.scan')}
            value={line.code}
            hint={line.name}
            onChange={(text) => setLine({ ...line, code: text, ndc: '', name: '' })}
            onEnter={() => void look.run({ barcode: line.code })}
            onBlur={() => {
              if (line.code.trim() && line.ndc === '') void look.run({ barcode: line.code });
            }}
          />
          <TextField
            ref={lot}
            isMono
            label={t('stock.receive.lot')}
            value={line.lotNumber}
            onChange={(lotNumber) => setLine({ ...line, lotNumber })}
          />
          <DateField
            label={t('stock.receive.expires')}
            today={store.today}
            order={store.dateOrder}
            value={line.expiresOn}
            onChange={(expiresOn) => setLine({ ...line, expiresOn })}
          />
          <NumberField
            label={t('stock.receive.packages')}
            scale={0}
            min={1}
            value={line.packages}
            onChange={(packages) => setLine({ ...line, packages })}
          />
          <NumberField
            label={t('stock.receive.cost')}
            isOptional
            scale={2}
            min={0}
            value={line.cost}
            onChange={(cost) => setLine({ ...line, cost })}
            onEnter={add}
          />
        </div>
        <div className="flex justify-end">
          <Button keys="Alt+A" keyOptions={{ whileTyping: true }} isDisabled={!isComplete} onPress={add}>
            {t('stock.receive.add')}
          </Button>
        </div>
        <ProblemNotice problem={look.problem ?? book.problem} />
        {draft.value.lines.length === 0 ? (
          <Notice>{t('stock.receive.empty')}</Notice>
        ) : (
          <ul aria-label={t('stock.receive.lines')} className="grid gap-1">
            {draft.value.lines.map((entry, index) => (
              <li
                key={`${entry.ndc} ${entry.lotNumber} ${index}`}
                className="flex items-baseline gap-2 border-t border-line pt-1"
              >
                <span className="flex-1">
                  {t('stock.receive.line', {
                    packages: entry.packages,
                    name: entry.name,
                    lot: entry.lotNumber,
                    expires: store.date(entry.expiresOn),
                  })}
                </span>
                <span className="num">
                  {entry.packageCostCents === null ? '' : store.money(entry.packageCostCents * entry.packages)}
                </span>
                <Button
                  tone="quiet"
                  size="small"
                  onPress={() => draft.change({ lines: draft.value.lines.filter((_, at) => at !== index) })}
                >
                  {t('stock.receive.remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
