import type { AggregateType, DomainEvent } from '../../kernel/aggregate.ts';
import type { ModuleContext } from '../../kernel/module.ts';
import type { BinKind } from './bins.ts';

export interface DispensingSettings {
  readonly returnToStockDays: number;
  readonly expiryMarginDays: number;
  readonly refrigeratedBins: readonly string[];
  readonly lockedBins: readonly string[];
}

/** Workflow fact sheet sections 3 and 8: bags wait 10 to 14 days, a lot outlasts the days supply by 30. */
export const defaultSettings: DispensingSettings = {
  returnToStockDays: 10,
  expiryMarginDays: 30,
  refrigeratedBins: ['Refrigerator'],
  lockedBins: ['Safe'],
};

export const dispensingSettingsId = 'dispensing';
export const dispensingSettingsAggregate: AggregateType<
  DispensingSettings,
  DomainEvent<'dispensing.settings-changed', DispensingSettings>
> = {
  kind: 'dispensing-settings',
  initial: () => defaultSettings,
  apply: (state, event) => (event.type === 'dispensing.settings-changed' ? { ...event.payload } : state),
};

export function settingsOf(context: ModuleContext): DispensingSettings {
  return context.load(dispensingSettingsAggregate, dispensingSettingsId) ?? defaultSettings;
}

/** Places of the store by kind; a place listed as cold or locked is no open shelf. */
export function binsOf(context: ModuleContext): Record<BinKind, readonly string[]> {
  const { refrigeratedBins, lockedBins } = settingsOf(context);
  const special = new Set([...refrigeratedBins, ...lockedBins]);
  const open = context
    .use('store')
    .profile()
    .willCallBins.filter((bin) => !special.has(bin));
  return { open, refrigerated: refrigeratedBins, locked: lockedBins };
}
