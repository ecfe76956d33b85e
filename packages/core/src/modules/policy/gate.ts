import { holds, type Role } from '../../kernel/permissions.ts';
import type { Decision, Denial, Facts, PolicyGate } from '../../kernel/policy.ts';

/**
 * A small honest gate: role present, dates, expiry and refills as federal law and the store's own rules have them.
 * The full law comes as signed policy behind the same port; nothing outside this file may know which one answers.
 */
export const plainGateRevision = 'plain-1';

interface Rule {
  readonly id: string;
  readonly cite: string;
  readonly message: string;
  /** Actions it speaks about. */
  readonly actions: RegExp;
  denies(facts: Facts): boolean;
}

const text = (facts: Facts, name: string): string | null =>
  typeof facts[name] === 'string' ? (facts[name] as string) : null;
const number = (facts: Facts, name: string): number | null =>
  typeof facts[name] === 'number' ? (facts[name] as number) : null;

/** The bag went back to stock: the same fill is made once more, no refill is used (RX-40). */
const isFilledAgain = (facts: Facts): boolean => text(facts, 'stage') === 'returned';

const guardedRoles: ReadonlySet<string> = new Set(['pharmacist', 'pharmacist-in-charge', 'owner']);

const rules: readonly Rule[] = [
  {
    id: 'POL-1',
    cite: '45 CFR 164.312(a)(2)(i)',
    message: 'Nobody is signed in. Sign in, so that the record shows who acted.',
    actions: /./,
    denies: (facts) => text(facts, 'role') === null,
  },
  {
    id: 'POL-2',
    cite: 'store policy',
    message: 'An auditor reads and changes nothing. Ask a member of the staff.',
    actions:
      /\.(enter|create|change|correct|fill|verify|hand-over|refill|cancel|transfer|adjust|receive|count|merge|override|adjudicate)$/,
    denies: (facts) => text(facts, 'role') === 'auditor',
  },
  {
    id: 'POL-3',
    cite: '21 CFR 1306.12(a)',
    message: 'A Schedule II prescription cannot be refilled. A new prescription is needed.',
    actions: /^prescriptions\.refill$/,
    denies: (facts) => text(facts, 'schedule') === 'CII' && !isFilledAgain(facts),
  },
  {
    id: 'POL-4',
    cite: '21 CFR 1306.22(a); state law for other prescriptions',
    message: 'The prescription has expired. Ask the prescriber for a new one.',
    actions: /^(prescriptions\.refill|dispensing\.fill|dispensing\.verify)$/,
    denies: (facts) => {
      const expires = text(facts, 'expiresOn');
      const today = text(facts, 'today');
      return expires !== null && today !== null && today > expires;
    },
  },
  {
    id: 'POL-5',
    cite: '21 CFR 1306.05(a)',
    message: 'The date written lies in the future. Check the date with the prescriber.',
    actions: /^(prescriptions\.(enter|complete|correct)|dispensing\.fill)$/,
    denies: (facts) => {
      const written = text(facts, 'writtenOn');
      const today = text(facts, 'today');
      return written !== null && today !== null && written > today;
    },
  },
  {
    id: 'POL-6',
    cite: '21 CFR 1306.22(a)',
    message: 'No refills remain. Ask the prescriber for a renewal.',
    actions: /^prescriptions\.refill$/,
    denies: (facts) => {
      const remaining = number(facts, 'refillsRemaining');
      return remaining !== null && remaining <= 0 && !isFilledAgain(facts);
    },
  },
  {
    id: 'POL-7',
    cite: 'store policy; 21 CFR 1306.22',
    message: 'Only a pharmacist adds refills to a reviewed prescription or gives it a later date.',
    actions: /^prescriptions\.correct$/,
    denies: (facts) => number(facts, 'extendsReviewed') === 1 && !holds(facts.role as Role, 'clinical.override'),
  },
  {
    id: 'POL-9',
    cite: 'store policy; fact sheet workflow-operations.md section 2',
    message:
      'Only the pharmacist in charge or the owner gives or takes the role of a pharmacist, or resets their access.',
    actions: /^auth\.(create-user|change-user|reset-password)$/,
    denies: (facts) =>
      [facts.newRole, facts.formerRole].some((role) => guardedRoles.has(String(role))) &&
      !['pharmacist-in-charge', 'owner'].includes(String(facts.role)),
  },
  {
    id: 'POL-10',
    cite: 'store policy; 45 CFR 164.308(a)(3)',
    message: 'Nobody changes their own role. Ask another person who manages users.',
    actions: /^auth\.change-user$/,
    denies: (facts) => number(facts, 'isSelf') === 1 && facts.newRole !== facts.formerRole,
  },
  {
    id: 'POL-11',
    cite: '21 CFR 1306; fact sheet controlled-substances-us.md section 1',
    message:
      'No source states whether this drug is controlled. State its schedule on the page of the drug, then verify.',
    actions: /^dispensing\.verify$/,
    denies: (facts) => number(facts, 'scheduleKnown') === 0 && number(facts, 'approved') === 1,
  },
];

/** @returns a gate that answers from the rules above; every denial names its rule and where it comes from. */
export function createPlainGate(): PolicyGate {
  return {
    decide(action, facts): Decision {
      const denials: Denial[] = rules
        .filter((rule) => rule.actions.test(action) && rule.denies(facts))
        .map(({ id, cite, message }) => ({ id, cite, message, severity: 'block' }));
      return { allow: denials.length === 0, denials, obligations: [], revision: plainGateRevision };
    },
  };
}
