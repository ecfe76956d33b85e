import { showToast, useScan } from '@apotheca/ui';
import { useNavigate } from 'react-router';
import { client } from '../client.ts';
import { t } from '../text/t.ts';
import { readLabelCode } from '../work/label-code.ts';
import { workPath } from '../work/open-rx.ts';

/** What a scan does where the screen has no use of its own for it: a label opens its work, a package its drug. */
export function useScanAnywhere(isDisabled: boolean): void {
  const navigate = useNavigate();
  useScan(
    (code) => {
      void targetOf(code).then((path) => {
        if (path) void navigate(path);
        else showToast({ tone: 'warn', text: t('scan.unknown'), detail: code });
      });
      return true;
    },
    { isDisabled, isLast: true },
  );
}

async function targetOf(code: string): Promise<string | null> {
  try {
    const label = readLabelCode(code);
    if (label) {
      const { items } = await client.prescriptions.list({ q: label.rxNumber, limit: 5 });
      const rx = items.find((one) => one.rxNumber === label.rxNumber);
      return rx ? workPath(rx) : null;
    }
    const { drug } = await client.drugs.scan({ barcode: code });
    return drug ? `/drugs/${encodeURIComponent(drug.key)}` : null;
  } catch {
    return null;
  }
}
