import { randomUUID } from 'node:crypto';
import { createGuardrails, generateSync } from 'otplib';
import type { Answer } from '../service-process.ts';
import type { MeshTerminal, MeshUser } from './mesh-world.ts';

/** One command as it was sent to one terminal; its answer once there is one. */
export interface Sent {
  readonly terminal: MeshTerminal;
  readonly who: MeshUser;
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly key: string;
  answer: Answer | null;
}

/** A terminal that answers with a fault of its own: nothing of this may happen. */
export class MeshViolation extends Error {}

export interface MeshDrugs {
  readonly plain: string;
  readonly controlled: string;
}

type Step = Pick<Sent, 'who' | 'method' | 'path' | 'body'>;
const guardrails = createGuardrails({ MIN_SECRET_BYTES: 10 });
const families = ['Quillfeather', 'Ostrowski', 'Threlkeldt', 'Vandermolen', 'Abernathy', 'Nakagawara', 'Pemberthy'];
const givens = ['Philippa', 'Bartholomew', 'Ignatius', 'Rosalinde', 'Thaddeus', 'Wilhelmina'];
const streets = ['Marmalade Crescent', 'Thistledown Avenue', 'Copperfield Terrace', 'Hollyhock Boulevard'];
const prescribers = ['Marguerite Underwood MD', 'Solomon Achterberg DO', 'Henrietta Falkenrath NP'];
const sigs = ['1 tab po daily', '1 tab po bid with food', '2 tab po qhs', '1 tab po q6h prn pain'];

/** The day of a store: people come, prescriptions are entered and worked on wherever someone stands, stock is corrected. */
export class MeshWork {
  readonly sent: Sent[] = [];
  readonly patients: string[] = [];
  readonly prescriptions: string[] = [];
  readonly #ndcs = new Map<string, string>();
  refused = 0;
  readonly #random: () => number;
  readonly #drugs: MeshDrugs;

  constructor(random: () => number, drugs: MeshDrugs) {
    this.#random = random;
    this.#drugs = drugs;
  }

  /** Does one thing at this terminal. False when the terminal went away meanwhile. */
  async step(terminal: MeshTerminal): Promise<boolean> {
    try {
      const step = await this.#next(terminal);
      return step === null || (await this.send(terminal, step)) !== null;
    } catch (error) {
      if (error instanceof MeshViolation || terminal.service !== null) throw error;
      return false;
    }
  }

  /** Sends a command with a key of its own; null when the terminal died over it. */
  async send(terminal: MeshTerminal, step: Step): Promise<Answer | null> {
    const sent: Sent = { terminal, key: randomUUID(), answer: null, ...step };
    this.sent.push(sent);
    return this.repeat(sent);
  }

  /** The same command again, as a client does that heard no answer. */
  async repeat(sent: Sent): Promise<Answer | null> {
    const { terminal, who, method, path, body, key } = sent;
    const { service } = terminal;
    if (!service) return null;
    try {
      const answer = await service.call(method, path, body, { token: terminal.tokens[who], idempotencyKey: key });
      if (answer.status >= 500 || answer.status === 400 || answer.status === 401) {
        throw new MeshViolation(`${terminal.name}: ${method} ${path} answered ${JSON.stringify(answer)}`);
      }
      sent.answer = answer;
      if (answer.status === 200) this.#learn(sent, answer.body);
      else this.refused += 1;
      return answer;
    } catch (error) {
      if (error instanceof MeshViolation) throw error;
      return null;
    }
  }

  #learn({ path, body }: Sent, { id }: Answer['body']): void {
    if (path === '/patients') this.patients.push(id);
    if (path !== '/prescriptions' || this.#ndcs.has(id)) return;
    this.#ndcs.set(id, (body.drug as { ndc: string }).ndc);
    this.prescriptions.push(id);
  }

  async #next(terminal: MeshTerminal): Promise<Step | null> {
    const kind = this.#random();
    const patient = this.#pick(this.patients);
    if (!patient || kind < 0.15) return this.newPatient();
    if (kind < 0.28) return this.#prescribe(patient);
    if (kind < 0.36)
      return { ...tech('POST', `/patients/${patient}/allergies`), body: { substance: unique('allergen') } };
    if (kind < 0.44) return { ...tech('PATCH', `/patients/${patient}`), body: { phones: [this.#phone()] } };
    if (kind < 0.5) return this.#receipt();
    if (kind < 0.58) return this.#adjust(terminal);
    return this.#advance(terminal);
  }

  newPatient(): Step {
    const n = this.#upTo(9_000) + 1;
    return {
      ...tech('POST', '/patients'),
      body: {
        name: { given: this.#pick(givens), family: `${this.#pick(families)}${randomUUID().slice(0, 6)}` },
        birthDate: `${1930 + this.#upTo(80)}-0${1 + this.#upTo(9)}-1${this.#upTo(9)}`,
        sex: 'female',
        phones: [this.#phone()],
        address: { line1: `${n} ${this.#pick(streets)}`, city: 'Columbus', state: 'OH', postalCode: '43215' },
        allergies: [],
        conditions: [],
        confirmNotDuplicate: true,
      },
    };
  }

  #prescribe(patientId: string): Step {
    const isControlled = this.#random() < 0.3;
    return {
      ...tech('POST', '/prescriptions'),
      body: {
        patientId,
        prescriber: { name: this.#pick(prescribers), npi: '1234567893', dea: 'AB1234563', state: 'OH' },
        drug: { ndc: isControlled ? this.#drugs.controlled : this.#drugs.plain },
        sig: this.#pick(sigs),
        quantity: 10,
        daysSupply: 10,
        refillsAuthorized: 1,
        daw: 0,
        writtenOn: new Date().toLocaleDateString('en-CA', { timeZone: 'America/New_York' }),
        origin: 'phone',
      },
    };
  }

  #receipt(): Step {
    const line = { expiresOn: '2032-01-31', quantity: 40, unitCostCents: 5, lotNumber: unique('L').toUpperCase() };
    const ndc = this.#random() < 0.5 ? this.#drugs.controlled : this.#drugs.plain;
    return {
      ...tech('POST', '/inventory/receipts'),
      who: 'pharmacist',
      body: { lines: [{ ...line, ndc }], invoice: { number: unique('INV'), orderForm: '222-000001' } },
    };
  }

  async #adjust(terminal: MeshTerminal): Promise<Step | null> {
    const stock = await this.#read(terminal, `/inventory/stock?ndc=${this.#drugs.plain}`);
    const batch = this.#pick((stock?.items?.[0]?.batches ?? []) as { batchId: string }[]);
    if (!batch) return null;
    const delta = this.#random() < 0.6 ? -1 : 1;
    const reason = delta < 0 ? 'damaged' : 'found';
    return {
      who: 'pharmacist',
      method: 'POST',
      path: '/inventory/adjustments',
      body: { batchId: batch.batchId, delta, reason },
    };
  }

  /** Whatever comes next for some prescription, as this terminal sees it now. */
  async #advance(terminal: MeshTerminal): Promise<Step | null> {
    const id = this.#pick(this.prescriptions.slice(-60));
    const rx = id ? await this.#read(terminal, `/prescriptions/${id}`) : null;
    if (!rx) return null;
    const fill = (rx.fills as { id?: string; fillId?: string }[] | undefined)?.at(-1);
    const fillId = fill?.fillId ?? fill?.id;
    switch (rx.stage) {
      case 'review':
        return this.#review(terminal, String(id));
      case 'adjudication':
        return { ...tech('POST', `/prescriptions/${id}/adjudication`), body: { payer: 'cash' } };
      case 'fill':
        return {
          ...tech('POST', `/prescriptions/${id}/fills`),
          body: { ndc: this.#ndcs.get(String(id)), quantity: 10 },
        };
      case 'verification':
        return {
          who: 'pharmacist',
          method: 'POST',
          path: `/fills/${fillId}/verification`,
          body: { approved: true, totp: totp() },
        };
      case 'ready':
        return {
          ...tech('POST', `/fills/${fillId}/hand-over`),
          body: {
            relationship: 'self',
            payment: { method: 'cash', amountCents: 100_000 },
            counseling: 'accepted',
          },
        };
      default:
        return null;
    }
  }

  async #review(terminal: MeshTerminal, id: string): Promise<Step | null> {
    const review: Step = { who: 'pharmacist', method: 'POST', path: `/prescriptions/${id}/review`, body: {} };
    const answer = await this.send(terminal, review);
    const open = ((answer?.body?.alerts ?? []) as { id: string; overridable: boolean; severity: string }[]).find(
      (one) => one.overridable && ['major', 'contraindicated'].includes(one.severity),
    );
    if (!open) return null;
    const reasons = await this.#read(terminal, '/clinical/override-reasons');
    return {
      who: 'pharmacist',
      method: 'POST',
      path: `/prescriptions/${id}/overrides`,
      body: { alertId: open.id, reasonCode: reasons?.items[0].code, note: 'Discussed with the prescriber.' },
    };
  }

  async #read(terminal: MeshTerminal, path: string): Promise<Answer['body'] | null> {
    if (!terminal.service) return null;
    const answer = await terminal.service.call('GET', path, undefined, { token: terminal.tokens.pharmacist });
    if (answer.status >= 500)
      throw new MeshViolation(`${terminal.name}: GET ${path} answered ${JSON.stringify(answer)}`);
    return answer.status === 200 ? answer.body : null;
  }

  #phone() {
    return { number: `614${String(2_000_000 + this.#upTo(7_999_999))}`, kind: 'mobile', smsConsent: true };
  }

  #upTo(below: number): number {
    return Math.floor(this.#random() * below);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#upTo(list.length)] as T;
  }
}

function tech(method: string, path: string): Omit<Step, 'body'> {
  return { who: 'tech', method, path };
}

function unique(prefix: string): string {
  return `${prefix}${randomUUID().slice(0, 8)}`;
}

function totp(): string {
  return generateSync({ secret: 'JBSWY3DPEHPK3PXP', epoch: Math.floor(Date.now() / 1000), guardrails });
}
