import { normaliseEnrolmentCode } from '@apotheca/core/replication/enrolment-code';
import { OperatorError } from '../operator-error.ts';

export interface JoinSettings {
  /** `https://host:port/` of a running terminal's sync port. */
  readonly url: string;
  readonly code: string;
}

/** `--join URL#CODE`, as the other terminal shows it. The code never appears in a message. */
export function readJoin(text: string | undefined): JoinSettings | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isAddress = url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.username === '';
  if (!url || !isAddress) {
    throw new OperatorError(
      '--join is not an address with a code. Use what the other terminal shows: https://HOST:PORT#CODE.',
    );
  }
  const code = normaliseEnrolmentCode(url.hash.slice(1).replaceAll('%20', ''));
  if (code === undefined) {
    throw new OperatorError(
      `--join ${url.origin}#... has no code like ABCD-EFGH-JKMN-PQRS after the #. Copy all of it.`,
    );
  }
  return { url: `${url.origin}/`, code };
}
