import { randomBytes } from 'node:crypto';
import { signingKeyOf } from '@apotheca/core';
import { boxKeyOf } from '@apotheca/core/replication/box';
import { type Bundle, EnrolmentFault, EnrolmentJoiner, joinPath } from '@apotheca/core/replication/enrolment';
import type { WholeSecrets } from '../keys/store-secrets.ts';
import { OperatorError } from '../operator-error.ts';
import { type JoinAnswer, type JoinClient, sleep } from './join-client.ts';

const answerBytesMax = 1024 * 1024;
/** Somebody else guessed from the same address: wait for our turn this often. */
const turnsMax = 6;
/** The address may be wrong: say so soon. */
const firstPatienceMs = 10_000;

const newCode = 'Make a new code there, under System, Terminals.';

/** What the other end says, as a line for the person who joins. */
const refusals: Record<string, string> = {
  refused: `The code was not accepted: it is wrong, used or expired. ${newCode}`,
  'code-used': `This code was used by another terminal. ${newCode}`,
  'code-expired': `This code has expired; a code is good for ten minutes. ${newCode}`,
  'code-void': `This code is void: wrong ones were tried too often, or somebody took it back. ${newCode}`,
  'terminal-revoked': 'This terminal was put out of the store meanwhile. Join with a new code and another --data-dir.',
  'other-version': 'The other terminal runs another version of Apotheca. Update both, then join.',
  'not-understood': 'The other terminal did not understand this one. Update both, then join.',
  'slow-down': 'Too many wrong codes came from here. Wait a minute, then start again with the same line.',
};

/** Proves that this terminal knows the code, and has the other one prove the same. */
export async function askForMembership(client: JoinClient, code: string, secrets: WholeSecrets): Promise<Bundle> {
  try {
    for (let turn = 1; ; turn += 1) {
      const joiner = new EnrolmentJoiner({
        code,
        terminal: signingKeyOf(secrets.terminalKey),
        boxKey: boxKeyOf(secrets.boxKey),
        ephemeralSeed: randomBytes(32),
      });
      const hello = await ask(client, 'hello', joiner.hello());
      const answer = hello.status === 200 ? await ask(client, 'proof', joiner.proof(jsonOf(hello))) : hello;
      if (answer.status === 200) return joiner.open(jsonOf(answer));
      if (answer.status !== 429 || turn >= turnsMax) throw refusalOf(answer);
      await sleep(answer.retryAfterMs ?? 1_000);
    }
  } catch (error) {
    if (error instanceof EnrolmentFault) throw faultOf(error);
    throw error;
  }
}

function ask(client: JoinClient, step: 'hello' | 'proof', json: unknown): Promise<JoinAnswer> {
  return client.ask('POST', `${joinPath}/${step}`, { json, bytesMax: answerBytesMax, patienceMs: firstPatienceMs });
}

export function jsonOf(answer: JoinAnswer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'));
  } catch {
    return null;
  }
}

export function refusalOf(answer: JoinAnswer): OperatorError {
  const { code, message } = (jsonOf(answer) ?? {}) as { code?: unknown; message?: unknown };
  const line = typeof code === 'string' && Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (line) return new OperatorError(line);
  if (typeof message === 'string') return new OperatorError(message.slice(0, 300));
  return new OperatorError(
    `The address does not answer like a terminal of Apotheca (${answer.status}). Use what its ready line says as syncUrl.`,
  );
}

function faultOf({ kind }: EnrolmentFault): OperatorError {
  switch (kind) {
    case 'not-a-code':
      return new OperatorError('What follows the # in --join is not a code. It is like ABCD-EFGH-JKMN-PQRS.');
    case 'not-understood':
      return new OperatorError(
        'The other terminal answered what this one does not understand. Update both, then join.',
      );
    case 'not-proven':
      return new OperatorError(
        `The other end does not know the code: something stands between the two. Check the address. ${newCode}`,
      );
  }
}
