import { Button, Card, formatScaled, NumberField } from '@apotheca/ui';
import { useState } from 'react';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { type Profile, useSaveProfile } from './ProfileForm.tsx';

const fields = [
  ['markupBasisPoints', 'settings.pricing.markup'],
  ['dispensingFeeCents', 'settings.pricing.fee'],
  ['minimumPriceCents', 'settings.pricing.minimum'],
  ['taxBasisPoints', 'settings.pricing.tax'],
] as const;

/** Cash prices. Everything is in hundredths: cents, and hundredths of a percent. */
export function PricingForm({ profile, isReadOnly }: { profile: Profile; isReadOnly: boolean }) {
  const [pricing, setPricing] = useState(profile.pricing);
  const [isWhole, setWhole] = useState(true);
  const save = useSaveProfile();
  return (
    <Card className="max-w-[34rem]">
      <div className="grid grid-cols-2 gap-3">
        {fields.map(([field, label]) => (
          <NumberField
            key={field}
            label={t(label)}
            scale={2}
            value={pricing[field]}
            isDisabled={isReadOnly}
            onChange={(value) => {
              setWhole(value !== null);
              if (value !== null) setPricing({ ...pricing, [field]: value });
            }}
          />
        ))}
        <p className="col-span-2 text-ink-2">
          {t('settings.pricing.hint')} {formatScaled(pricing.markupBasisPoints, 2)}% +{' '}
          {formatScaled(pricing.dispensingFeeCents, 2, { decimalsMin: 2 })}
        </p>
        {isReadOnly ? null : (
          <div className="col-span-2 flex items-center justify-end gap-3">
            <ProblemNotice problem={save.problem} />
            <Button
              tone="go"
              keys="Ctrl+Enter"
              keyOptions={{ whileTyping: true }}
              isDisabled={!isWhole}
              isBusy={save.isBusy}
              onPress={() => void save.run({ pricing })}
            >
              {t('common.save')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
