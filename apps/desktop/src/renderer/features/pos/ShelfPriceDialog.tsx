import { Button, Checkbox, Dialog, NumberField, Select, TextField } from '@apotheca/ui';
import { useState } from 'react';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { fieldProblem } from '../../work/problem.ts';
import { useCommand } from '../../work/use-command.ts';
import { useStore } from '../../work/use-store.ts';
import type { PriceItem } from './ShelfPrices.tsx';

const taxClasses = ['general', 'otc-drug', 'medical-supply', 'food', 'prescription'] as const;

export interface ShelfPriceDialogProps {
  /** Null for one that has no price yet. */
  readonly item: PriceItem | null;
  readonly start: string;
  readonly onClose: () => void;
}

export function ShelfPriceDialog({ item, start, onClose }: ShelfPriceDialogProps) {
  const { isIndia } = useStore();
  const [form, setForm] = useState(
    item ?? {
      key: start,
      description: '',
      taxClass: 'general' as const,
      shelfPriceCents: null,
      packageSize: 1,
      usualAndCustomary: [],
      maximumRetailCents: null,
      isHealthEligible: false,
    },
  );
  const change = (part: Partial<PriceItem>) => setForm((before) => ({ ...before, ...part }) as PriceItem);
  const set = useCommand(client.pos.setItem, onClose);
  // A package of the catalogue is kept under its own key, with what is in it: the sale takes that much from stock.
  const look = useCommand(client.drugs.scan, ({ drug }) => {
    if (!drug) return;
    change({
      key: drug.key,
      description: form.description || drug.displayName,
      packageSize: drug.packageSize ?? form.packageSize,
      taxClass: 'otc-drug',
    });
  });
  const lookUp = () => {
    if (item === null && form.key.trim().length >= 6) void look.run({ barcode: form.key.trim() });
  };
  const submit = () => void set.run({ ...form, key: form.key.trim(), description: form.description.trim() });
  const isComplete = form.key.trim() !== '' && form.description.trim() !== '' && form.shelfPriceCents !== null;
  return (
    <Dialog
      title={t(item ? 'prices.change' : 'prices.add')}
      isOpen
      isFirm
      onClose={onClose}
      footer={
        <>
          <Button keys="Escape" onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button tone="go" keys="Ctrl+Enter" isDisabled={!isComplete} isBusy={set.isBusy} onPress={submit}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('prices.key')}
        hint={t('prices.key.hint')}
        isMono
        keepsScan
        isReadOnly={item !== null}
        autoFocus={item === null}
        value={form.key}
        onChange={(key) => change({ key })}
        onEnter={lookUp}
        onBlur={lookUp}
        error={fieldProblem(set.problem, 'key')}
      />
      <TextField
        label={t('prices.description')}
        value={form.description}
        onChange={(description) => change({ description })}
        maxLength={120}
        error={fieldProblem(set.problem, 'description')}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label={t('prices.shelf')}
          scale={2}
          decimalsMin={2}
          min={0}
          autoFocus={item !== null}
          value={form.shelfPriceCents}
          onChange={(shelfPriceCents) => change({ shelfPriceCents })}
        />
        {isIndia ? (
          <NumberField
            label={t('prices.maximum')}
            isOptional
            scale={2}
            decimalsMin={2}
            min={0}
            value={form.maximumRetailCents}
            onChange={(maximumRetailCents) => change({ maximumRetailCents })}
          />
        ) : null}
        <NumberField
          label={t('prices.package')}
          scale={3}
          min={1}
          value={Math.round(form.packageSize * 1000)}
          onChange={(milli) => {
            if (milli) change({ packageSize: milli / 1000 });
          }}
        />
        <Select
          label={t('prices.taxClass')}
          options={taxClasses.map((value) => ({ value, label: t(`prices.tax.${value}`) }))}
          value={form.taxClass}
          onChange={(taxClass) => change({ taxClass })}
        />
      </div>
      {isIndia ? null : (
        <Checkbox isSelected={form.isHealthEligible} onChange={(isHealthEligible) => change({ isHealthEligible })}>
          {t('prices.health')}
        </Checkbox>
      )}
      <ProblemNotice problem={set.problem} onRetry={submit} />
    </Dialog>
  );
}
