import type { ModuleContext } from '../../kernel/module.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { Bundle } from '../../replication/enrolment.ts';
import { enrolmentSecret, normaliseEnrolmentCode } from '../../replication/enrolment-code.ts';
import type { CodeBook, DeskCode, Joiner } from '../../replication/enrolment-desk.ts';
import { admit } from '../../replication/membership.ts';
import type { Register } from './register.ts';
import type { TerminalKeys } from './services.ts';
import { systemCall } from './system-call.ts';
import { isActive, terminalAggregate } from './terminal-model.ts';

export const codeMs = 10 * 60_000;
const triesMax = 5;
/** A terminal that was let in may come for its bundle and its snapshot this long; dead codes are told apart as long. */
const keptMs = 24 * 60 * 60_000;
/** A clock set back by more than this since a code was made ends the code: it would live too long otherwise. */
const clockSlackMs = 60_000;
export const openCodesMax = 8;

export interface CodeRow {
  readonly id: string;
  readonly name: string | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly expires_ms: number;
  readonly secret: Uint8Array;
  readonly failures: number;
  readonly voided: number;
  readonly joiner_key: string | null;
  readonly terminal_id: string | null;
  readonly ticket: string | null;
  readonly snapshot_key: Uint8Array | null;
}

interface Parts {
  readonly context: ModuleContext;
  readonly register: Register;
  readonly keys: TerminalKeys;
}

/** The enrolment codes of this terminal, in a table that does not travel. */
export class LocalCodes implements CodeBook {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get #nowMs(): number {
    return this.#parts.context.clock.nowMs();
  }

  #rows(): CodeRow[] {
    return this.#parts.context.db
      .prepare<CodeRow & Record<string, never>>('SELECT * FROM nodes_enrolment WHERE expires_ms > ? ORDER BY id')
      .all(this.#nowMs - keptMs);
  }

  #stateOf(row: CodeRow): DeskCode['state'] {
    if (row.joiner_key !== null) return 'used';
    if (row.voided === 1 || row.failures >= triesMax) return 'void';
    const isAhead = row.expires_ms - codeMs > this.#nowMs + clockSlackMs;
    return this.#nowMs >= row.expires_ms || isAhead ? 'expired' : 'open';
  }

  /** None while this terminal is not a member itself: nobody would believe what it vouches for. */
  codes(): DeskCode[] {
    const { context, register } = this.#parts;
    if (!isActive(register.terminal(context.terminalId))) return [];
    return this.#rows().map((row) => ({
      id: row.id,
      secret: row.secret,
      state: this.#stateOf(row),
      joinerKey: row.joiner_key,
    }));
  }

  open(): (CodeRow & { readonly triesLeft: number })[] {
    return this.#rows()
      .filter((row) => this.#stateOf(row) === 'open')
      .map((row) => ({ ...row, triesLeft: triesMax - row.failures }));
  }

  /** Kept once, however often the answer that holds the code is repeated. True when it was new. */
  keep(made: { id: string; code: string; name: string | null; by: string; expiresMs: number }): boolean {
    const { db, local, nowIso } = this.#parts.context;
    if (db.prepare('SELECT 1 FROM nodes_enrolment WHERE id = ?').get(made.id)) return false;
    const secret = enrolmentSecret(normaliseEnrolmentCode(made.code) ?? '');
    const oldestMs = this.#nowMs - keptMs;
    local.change((write) => {
      write.write('DELETE FROM nodes_enrolment WHERE expires_ms <= ?').run(oldestMs);
      write
        .write(
          `INSERT INTO nodes_enrolment (id, name, created_at, created_by, expires_ms, secret, failures, voided)
           VALUES (?, ?, ?, ?, ?, ?, 0, 0)`,
        )
        .run(made.id, made.name, nowIso(), made.by, made.expiresMs, secret);
    });
    return true;
  }

  /** False when there is no such open code. */
  void(id: string): boolean {
    if (!this.open().some((row) => row.id === id)) return false;
    this.#parts.context.local.change((db) => db.write('UPDATE nodes_enrolment SET voided = 1 WHERE id = ?').run(id));
    return true;
  }

  failed(): void {
    const ids = this.open().map((row) => row.id);
    if (ids.length === 0) return;
    this.#parts.context.local.change((db) => {
      for (const id of ids) db.write('UPDATE nodes_enrolment SET failures = failures + 1 WHERE id = ?').run(id);
    });
    const objects = ids.map((id) => `enrolment/${id}`);
    const { context } = this.#parts;
    context.note(systemCall('nodes.join'), 'nodes.join-refused', { outcome: 'failed', patientIds: [], objects });
  }

  /** First who it is for, then the register: killed between the two, the same terminal asks again and goes on here. */
  admit(codeId: string, joiner: Joiner): Bundle | 'terminal-revoked' {
    const row = this.#claim(codeId, joiner);
    const { context, register } = this.#parts;
    const terminalId = row.terminal_id ?? '';
    if (!register.terminal(terminalId)?.enrolledAt) this.#enrol(row, terminalId, joiner);
    const state = register.terminal(terminalId);
    if (!state || state.revokedAt !== null) return 'terminal-revoked';
    return {
      storeId: context.storeId,
      terminalId,
      name: state.name,
      demo: this.#demo(),
      storeKeys: this.#keysFor(terminalId),
      givenBy: context.terminalId,
      statement: statementOf(register, terminalId),
      statements: register.statements(),
      ticket: row.ticket ?? '',
      snapshotKey: Buffer.from(row.snapshot_key ?? []).toString('base64'),
    };
  }

  #demo(): string | null {
    const state = this.#parts.context.db
      .prepare<{ demo: number; jurisdiction: string }>(
        `SELECT json_extract(state, '$.profile.demo') AS demo, json_extract(state, '$.profile.jurisdiction') AS jurisdiction
         FROM aggregate WHERE kind = 'store' AND id = 'store'`,
      )
      .get();
    return state?.demo ? state.jurisdiction : null;
  }

  #claim(codeId: string, joiner: Joiner): CodeRow {
    const { register } = this.#parts;
    const { random, local } = this.#parts.context;
    const publicKey = base64(joiner.publicKey);
    const known = register.active().find((one) => one.publicKey === publicKey)?.terminalId;
    const hex = (length: number) => Buffer.from(random.bytes(length)).toString('hex');
    return local.change((db) => {
      db.write(
        `UPDATE nodes_enrolment SET joiner_key = ?, terminal_id = ?, ticket = ?, snapshot_key = ?
         WHERE id = ? AND joiner_key IS NULL`,
      ).run(publicKey, known ?? `term_${hex(10)}`, hex(32), random.bytes(32), codeId);
      const row = db.prepare<CodeRow & Record<string, never>>('SELECT * FROM nodes_enrolment WHERE id = ?').get(codeId);
      if (!row || row.joiner_key !== publicKey) {
        throw new RefusalError({ kind: 'not-found', data: { what: 'enrolment', id: codeId } });
      }
      return row;
    });
  }

  #enrol(row: CodeRow, terminalId: string, joiner: Joiner): void {
    const { context, register, keys } = this.#parts;
    const signer = { terminalId: context.terminalId, privateKey: keys.signing.privateKey };
    const statement = admit(context.storeId, signer, { terminalId, ...joiner });
    context.command(systemCall('nodes.join'), { action: 'nodes.enrol' }, (unit) => {
      unit.authorize({ terminalId });
      unit.append(terminalAggregate, terminalId, {
        type: 'terminal.enrolled',
        payload: {
          name: row.name ?? `Terminal ${register.terminals().length + 1}`,
          publicKey: statement.publicKey,
          boxKey: statement.boxKey,
          keyIds: keys.ring().map((key) => key.id),
          by: context.terminalId,
          approvedBy: row.created_by,
          statement: statement.signature,
        },
      });
      return null;
    });
  }

  /** Only what the ledger says it has: the others it gets from the ledger, like everybody. */
  #keysFor(terminalId: string): Bundle['storeKeys'] {
    const { register, keys } = this.#parts;
    const given = new Set(register.terminal(terminalId)?.keyIds);
    const wrapped = register.rotations().filter((one) => one.wraps[terminalId] !== undefined);
    for (const { keyId } of wrapped) given.add(keyId);
    return keys
      .ring()
      .filter((key) => given.has(key.id))
      .map((key) => ({ id: key.id, bytes: base64(key.bytes) }));
  }

  ticket(text: string): { terminalId: string; snapshotKey: Uint8Array } | null {
    const row = this.#rows().find((one) => one.ticket !== null && one.ticket === text);
    if (!row?.terminal_id || !row.snapshot_key) return null;
    if (this.#parts.register.terminal(row.terminal_id)?.revokedAt !== null) return null;
    return { terminalId: row.terminal_id, snapshotKey: row.snapshot_key };
  }
}

function statementOf(register: Register, terminalId: string): Bundle['statement'] {
  const found = register.statements().find((one) => one.kind === 'member' && one.terminalId === terminalId);
  if (found?.kind !== 'member') throw new Error('assertion failed: the terminal was enrolled');
  return found;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
