import { Card, Select } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../client.ts';
import { t } from '../../text/t.ts';
import { printerChoice } from '../../work/print-pdf.ts';
import type { Paper } from '../../work/printer-choice.ts';

const papers: readonly Paper[] = ['label', 'paper'];
const dialog = '';

/** Where this terminal prints on its own; nothing is shown where it cannot. */
export function PrinterCard() {
  const query = useQuery(api.printers.list.queryOptions());
  if (!query.data?.canPrint) return null;
  const printers = query.data.items.map(({ name, displayName }) => ({ value: name, label: displayName }));
  return (
    <Card title={t('printers.title')}>
      <div className="mt-3 grid gap-3">
        {papers.map((paper) => (
          <PrinterField key={paper} paper={paper} printers={printers} />
        ))}
        <p className="faint">{t('printers.hint')}</p>
      </div>
    </Card>
  );
}

function PrinterField({ paper, printers }: { paper: Paper; printers: readonly { value: string; label: string }[] }) {
  const [chosen, setChosen] = useState(printerChoice.of(paper) ?? dialog);
  return (
    <Select
      label={t(`printers.${paper}`)}
      options={[{ value: dialog, label: t('printers.dialog') }, ...printers]}
      value={chosen}
      onChange={(printer) => {
        printerChoice.choose(paper, printer === dialog ? null : printer);
        setChosen(printer);
      }}
    />
  );
}
