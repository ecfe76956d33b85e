import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { useText } from '../text/TextProvider.tsx';

export interface FieldTexts {
  readonly label: string;
  /** Beneath the field: what is wanted, or what was understood. */
  readonly hint?: ReactNode;
  /** Beneath the field, red: what is wrong and what to do. Its presence marks the field invalid. */
  readonly error?: string | null;
  readonly isRequired?: boolean;
  /** Says `optional` beside the label; the rule here is that fields are required unless they say so. */
  readonly isOptional?: boolean;
  /** Keeps the label for screen readers only. */
  readonly isLabelHidden?: boolean;
}

export function FieldLabel({ label, isOptional, isLabelHidden }: FieldTexts) {
  const t = useText();
  if (isLabelHidden) return <Label className="visually-hidden">{label}</Label>;
  return (
    <Label className="field-label">
      {label}
      {isOptional ? <span className="faint">{t('ui.optional')}</span> : null}
    </Label>
  );
}

export function FieldFoot({ hint, error }: { hint?: ReactNode; error?: string | null }) {
  if (error) return <FieldError className="field-error">{error}</FieldError>;
  if (!hint) return null;
  return (
    <Text slot="description" className="field-hint">
      {hint}
    </Text>
  );
}
