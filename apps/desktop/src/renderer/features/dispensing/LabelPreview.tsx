import { Button, Kbd, Notice, showToast, useShortcut } from '@apotheca/ui';
import { useQuery } from '@tanstack/react-query';
import { api, client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { ProblemNotice } from '../../work/ProblemNotice.tsx';
import { printPdf } from '../../work/print-pdf.ts';
import { QueryView } from '../../work/QueryView.tsx';
import { useCommand } from '../../work/use-command.ts';
import { labelRows } from './label-lines.ts';

const inks = { strong: 'font-[600]', plain: '', quiet: 'faint' } as const;

export function usePrintLabel() {
  return useCommand(client.labels.print, (answer) => {
    printPdf(answer.document.base64, 'label');
    showToast({ tone: 'ok', text: t('fill.printed') });
  });
}

/** The label line by line as it is printed, and its reprint: two keys, no retyping. */
export function LabelPreview({ fillId, title }: { fillId: string; title: string }) {
  const query = useQuery(api.labels.label.queryOptions({ input: { id: fillId, format: 'json' } }));
  const print = usePrintLabel();
  const run = () => void print.run({ id: fillId });
  useShortcut('R R', t('verify.reprint'), run);
  return (
    <div className="grid gap-2">
      <div className="paper">
        <div className="faint flex items-center justify-between">
          <span>{title}</span>
          <Button size="small" tone="quiet" isBusy={print.isBusy} onPress={run}>
            {t('verify.reprint')} <Kbd keys="R R" />
          </Button>
        </div>
        <QueryView query={query}>
          {({ lines, content }) => (
            <div className="mt-2">
              {labelRows(lines).map((row) => (
                <div key={row.text} className={inks[row.tone]}>
                  {row.text}
                </div>
              ))}
              {content.problems.length > 0 ? (
                <div className="mt-2">
                  <Notice tone="warn">
                    {content.problems.map((problem) => (
                      <div key={problem.element}>
                        {problem.message} <cite className="faint not-italic">{problem.cite}</cite>
                      </div>
                    ))}
                  </Notice>
                </div>
              ) : null}
            </div>
          )}
        </QueryView>
      </div>
      <ProblemNotice problem={print.problem} onRetry={run} />
    </div>
  );
}
