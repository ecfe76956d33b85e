import type { z } from 'zod';
import { daysBetween } from '../../kernel/time.ts';
import { daysSupplyDiffers, daysSupplyOf } from './days-supply.ts';
import { isDeaLetterOff } from './identifiers.ts';
import type { PrescribedFields } from './model.ts';
import { expandSig } from './sig/expand-sig.ts';
import { isControlled } from './validity.ts';
import type { warningSchema } from './wire.ts';

export type Warning = z.output<typeof warningSchema>;

/** Above this age of a C-II payers reject (650). */
const agedDaysMax = 60;

/** What to look at on a prescription as it stands; none of it stops the work. RX-9. */
export function warningsOf(fields: PrescribedFields, today: string): Warning[] {
  return [
    ...sigWarnings(fields),
    ...daysSupplyWarning(fields),
    ...controlledWarnings(fields, today),
    ...prescriberWarnings(fields),
  ];
}

function warning(code: string, message: string, field: string | null, cite: string | null = null): Warning {
  return { code, message, field, cite };
}

function sigWarnings({ sig, drug }: PrescribedFields): Warning[] {
  if (sig === null) return [];
  return expandSig(sig.entered, drug?.doseForm ?? null)
    .issues.filter((issue) => issue.severity !== 'note')
    .map((issue) => {
      const better = issue.suggestion === null ? '' : ` Write: ${issue.suggestion}.`;
      const token = issue.token === '' ? '' : `"${issue.token}": `;
      return warning(
        `sig-${issue.severity}`,
        `${token}${issue.message}.${better}`,
        'sig',
        issue.severity === 'unsafe' ? 'ISMP' : null,
      );
    });
}

function daysSupplyWarning({ sig, drug, quantityMilli, daysSupply }: PrescribedFields): Warning[] {
  if (sig === null || drug === null || quantityMilli === null || daysSupply === null) return [];
  const computed = daysSupplyOf(drug, quantityMilli, expandSig(sig.entered, drug.doseForm));
  const text = computed && daysSupplyDiffers(daysSupply, computed);
  return text ? [warning('days-supply-differs', text, 'daysSupply', computed.ruleId)] : [];
}

function controlledWarnings({ drug, origin, writtenOn }: PrescribedFields, today: string): Warning[] {
  if (drug?.schedule !== 'CII') return [];
  const found: Warning[] = [];
  if (origin === 'phone') {
    found.push(
      warning(
        'cii-oral',
        'A schedule II order by phone is for emergencies only; the written one is due in 7 days.',
        'origin',
        '21 CFR 1306.11(d)',
      ),
    );
  }
  if (origin === 'fax') {
    found.push(
      warning(
        'cii-fax',
        'A faxed schedule II is an original only for hospice, long-term care and home infusion.',
        'origin',
        '21 CFR 1306.11(e)-(g)',
      ),
    );
  }
  if (writtenOn !== null && daysBetween(writtenOn, today) > agedDaysMax) {
    found.push(
      warning(
        'cii-aged',
        `Written more than ${agedDaysMax} days ago: payers reject it (650).`,
        'writtenOn',
        'NCPDP reject 650',
      ),
    );
  }
  return found;
}

function prescriberWarnings({ prescriber, drug }: PrescribedFields): Warning[] {
  if (prescriber === null) return [];
  const found: Warning[] = [];
  if (prescriber.npi === null)
    found.push(warning('npi-missing', 'A claim needs the NPI of the prescriber.', 'prescriber.npi'));
  if (
    prescriber.dea !== null &&
    isControlled(drug?.schedule ?? null) &&
    isDeaLetterOff(prescriber.dea, prescriber.name)
  ) {
    found.push(
      warning(
        'dea-letter-differs',
        'The second letter of the DEA number is not an initial of this prescriber.',
        'prescriber.dea',
      ),
    );
  }
  return found;
}
