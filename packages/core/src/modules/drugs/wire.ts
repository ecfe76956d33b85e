import type { z } from 'zod';
import { fromMilli } from '../../kernel/contract.ts';
import type { ImportStatus } from './catalog/ports.ts';
import type { TextCursor, Tier } from './catalog/search.ts';
import type { drugSchema, importSchema } from './contract.ts';
import type { DrugRecord } from './model.ts';
import { tallMan } from './tall-man.ts';

/** Records as the contract sends them: absent keys instead of nulls where api.md marks them optional. */
export function drugOnWire(record: DrugRecord): z.input<typeof drugSchema> {
  return {
    key: record.key,
    ...(record.ndc11 === null ? {} : { ndc: record.ndc11 }),
    ...(record.ndc === null ? {} : { ndcLabel: record.ndc }),
    ...(record.product === null ? {} : { product: record.product }),
    name: record.name,
    displayName: tallMan(record.name),
    brandName: record.brandName,
    ingredients: record.ingredients.map((ingredient) => ({ ...ingredient })),
    strength: record.strength,
    doseForm: record.doseForm,
    route: record.route,
    labeler: record.labeler,
    schedule: record.schedule,
    scheduleKnown: record.scheduleKnown,
    teCode: record.teCode,
    ...(record.rxcui === null ? {} : { rxcui: record.rxcui }),
    ...(record.packageSizeMilli === null ? {} : { packageSize: fromMilli(record.packageSizeMilli) }),
    unit: record.unit,
    classes: [...record.classes],
    marketingStatus: record.marketingStatus,
    source: record.source,
    edition: record.edition,
  };
}

export function importOnWire(status: ImportStatus): z.input<typeof importSchema> {
  return { ...status, files: [...status.files], sources: [...status.sources] };
}

/** `1:4711`: tier and rank a page ended at. Anything else starts over. */
export function readCursor(cursor: string | undefined): TextCursor | null {
  const match = /^([0-5]):(\d{1,9})$/.exec(cursor ?? '');
  return match ? { tier: Number(match[1]) as Tier, rank: Number(match[2]) } : null;
}

export function cursorText(cursor: TextCursor | null): string | null {
  return cursor && `${cursor.tier}:${cursor.rank}`;
}

/** Plain position cursors. */
export function positionOf(cursor: string | undefined): number {
  return /^\d{1,9}$/.test(cursor ?? '') ? Number(cursor) : 0;
}
