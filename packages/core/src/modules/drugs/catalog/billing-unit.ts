import type { DispensingUnit } from '../model.ts';

/** Billing unit where a source states no package: by the form's name (NCPDP billing unit standard, EA, ML, GM). */
export function unitOfForm(form: string): DispensingUnit {
  const text = form.toLowerCase();
  if (
    /tablet|capsule|film|patch|system|kit|pack|suppositor|lozenge|troche|gum|insert|powder for|for solution|for suspension/.test(
      text,
    )
  )
    return 'EA';
  if (/cream|ointment|gel|paste|metered|aerosol|foam/.test(text)) return 'GM';
  if (
    /solution|suspension|syrup|elixir|drops|liquid|lotion|inject|syringe|pen|emulsion|concentrate|oil|spray|shampoo|tincture|mouthwash/.test(
      text,
    )
  )
    return 'ML';
  return 'EA';
}
