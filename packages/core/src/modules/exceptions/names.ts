import { fromMilli } from '../../kernel/contract.ts';
import type { ModuleContext } from '../../kernel/module.ts';
import { terminalAggregate } from '../nodes/terminal-model.ts';

/** The name people gave a terminal; its id where the register does not know it. */
export function terminalName(context: ModuleContext, terminalId: string): string {
  if (terminalId === '') return 'another terminal';
  return context.load(terminalAggregate, terminalId)?.name || terminalId;
}

export function terminalOf(origin: string): string {
  return origin.slice(0, origin.lastIndexOf(':'));
}

export function quantity(milli: number): string {
  return String(fromMilli(milli));
}

/** A stored value as a person reads it: text as it is, lists and records as their parts. */
export function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(plain).join('; ');
  if (typeof value === 'object') {
    return Object.values(value)
      .filter((part) => part !== null && part !== '' && typeof part !== 'boolean')
      .map(plain)
      .join(', ');
  }
  return String(value);
}

/** `quantityMilli` is "quantity", `daysSupply` "days supply". */
export function fieldName(field: string): string {
  return field
    .replace(/(Milli|Cents)$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

export function fieldValue(field: string, value: unknown): string {
  return field.endsWith('Milli') && typeof value === 'number' ? quantity(value) : plain(value);
}
