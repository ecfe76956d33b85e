import { showToast } from '@apotheca/ui';
import { client } from '../../client.ts';
import { t } from '../../text/t.ts';
import { toastProblem } from '../../work/toast-problem.ts';
import { useCommand } from '../../work/use-command.ts';

/** Takes a prescription off hold. */
export function useRelease() {
  return useCommand(
    client.prescriptions.release,
    () => showToast({ tone: 'ok', text: t('release.done') }),
    toastProblem,
  );
}
