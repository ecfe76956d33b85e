import type { ReadDb } from '../../../kernel/ports.ts';

/** Which application product a directory product is: by application number, then strength, then form. */
export interface ApplicationMatch {
  readonly product: string | null;
  readonly teCode: string | null;
  /** Why there is none although the row names an application; null where it is matched or names none. */
  readonly reason: string | null;
}

export interface DirectoryProduct {
  readonly application: string;
  readonly dose_form: string;
  readonly strength_signature: string | null;
}

interface Candidate {
  product: string;
  dose_form: string;
  strength_signature: string | null;
  te_code: string | null;
}

const candidatesOf = `
  SELECT product, dose_form, strength_signature, te_code FROM application_product p
  WHERE application = ?
    AND (source = 'orange-book'
      OR NOT EXISTS (SELECT 1 FROM application_product o WHERE o.source = 'orange-book' AND o.product = p.product))`;

/**
 * The directory has no product number (fact sheet substitution-orange-book.md section 1), so the join is by content, and
 * only where exactly one product of the application fits. Nothing is guessed.
 */
export function applicationMatcher(db: ReadDb): (row: DirectoryProduct) => ApplicationMatch {
  const hasApplications = db.prepare('SELECT 1 FROM application_product LIMIT 1').get() !== undefined;
  return (row) => {
    const application = /^(NDA|ANDA|BLA)(\d{1,6})$/.exec(row.application.trim());
    if (!application || !hasApplications) return { product: null, teCode: null, reason: null };
    const number = `${application[1] === 'NDA' ? 'N' : application[1] === 'ANDA' ? 'A' : 'B'}${(application[2] ?? '').padStart(6, '0')}`;
    const all = db.prepare<Candidate>(candidatesOf).all(number);
    if (all.length === 0) return none('its application is in no imported edition');
    if (row.strength_signature === null) return none('its strength cannot be read');
    const sameStrength = all.filter((one) => one.strength_signature === row.strength_signature);
    if (sameStrength.length === 0) return none('its application lists no such strength');
    const fitting = sameStrength.filter((one) => !isOtherForm(one.dose_form, row.dose_form));
    const exact =
      fitting.length > 1 ? fitting.filter((one) => formHead(one.dose_form) === formHead(row.dose_form)) : fitting;
    const [only, ...others] = exact;
    if (!only) return none('its application lists it in another form');
    if (others.length > 0) return none('several products of its application fit');
    return { product: only.product, teCode: only.te_code, reason: null };
  };
}

function none(reason: string): ApplicationMatch {
  return { product: null, teCode: null, reason };
}

/** Solid oral forms are named alike by both, so there a difference is one: a capsule is no tablet, ER is not plain. */
function isOtherForm(a: string, b: string): boolean {
  const isSolid = /^(TABLET|CAPSULE)\b/i;
  return isSolid.test(a) && isSolid.test(b) && formHead(a) !== formHead(b);
}

/** The directory says `TABLET, FILM COATED` where the applications say `TABLET`: first word and release decide. */
function formHead(form: string): string {
  const upper = form.toUpperCase();
  const release = /EXTENDED|DELAYED|DISINTEGRATING|CHEWABLE|EFFERVESCENT/.exec(upper)?.[0] ?? '';
  return `${upper.split(/[,\s]/, 1)[0]} ${release}`;
}
