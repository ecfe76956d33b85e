import { ORPCError } from '@orpc/client';
import { ConnectionLostError } from '../link/resilient-link.ts';

export interface Citation {
  readonly message: string;
  readonly cite: string;
}

/** Anything that kept an action from being done, in the form the screen shows it. */
export type Problem =
  /** A rule of the system or the law: what, why, what next. */
  | {
      readonly kind: 'refusal';
      readonly code: string;
      readonly message: string;
      readonly data: Readonly<Record<string, unknown>>;
      readonly citations: readonly Citation[];
    }
  /** Input that does not fit: shown at the fields. */
  | { readonly kind: 'fields'; readonly fields: readonly { readonly path: string; readonly message: string }[] }
  /** No answer: not known whether it was done; the same action may be repeated. */
  | { readonly kind: 'no-answer' }
  /** A fault of ours. */
  | { readonly kind: 'fault'; readonly message: string };

export function problemOf(error: unknown): Problem {
  if (error instanceof ConnectionLostError) return { kind: 'no-answer' };
  if (!(error instanceof ORPCError)) return { kind: 'fault', message: error instanceof Error ? error.name : 'unknown' };
  const data = isRecord(error.data) ? error.data : {};
  if (error.code === 'invalid-input' || error.code === 'BAD_REQUEST') return { kind: 'fields', fields: fieldsOf(data) };
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(error.code)) return { kind: 'fault', message: error.code };
  return { kind: 'refusal', code: error.code, message: error.message, data, citations: citationsOf(data) };
}

/** `what is wrong. What to do next.`: the first sentence, and the rest. */
export function splitMessage(message: string): { what: string; next: string } {
  const match = /^(.+?[.!?:])\s+(?=[A-Z"“])(.*)$/s.exec(message.trim());
  return match ? { what: match[1] ?? '', next: match[2] ?? '' } : { what: message, next: '' };
}

/** The message for one field, by its name in the input (`drug.ndc`) or a refusal's `data.field`. */
export function fieldProblem(problem: Problem | null, name: string): string | null {
  if (problem?.kind === 'fields') {
    return problem.fields.find(({ path }) => path === name || path.startsWith(`${name}.`))?.message ?? null;
  }
  if (problem?.kind !== 'refusal') return null;
  const { field, fields } = problem.data;
  const isNamed = field === name || (Array.isArray(fields) && fields.includes(name));
  return isNamed ? splitMessage(problem.message).what : null;
}

function fieldsOf(data: Readonly<Record<string, unknown>>): { path: string; message: string }[] {
  const list = Array.isArray(data.fields) ? data.fields : Array.isArray(data.issues) ? data.issues : [];
  return list.filter(isRecord).map((field) => ({
    path: Array.isArray(field.path) ? field.path.join('.') : String(field.path ?? ''),
    message: String(field.message ?? ''),
  }));
}

function citationsOf(data: Readonly<Record<string, unknown>>): Citation[] {
  const denials = Array.isArray(data.denials) ? data.denials.filter(isRecord) : [];
  const cited = denials.map((denial) => ({ message: String(denial.message ?? ''), cite: String(denial.cite ?? '') }));
  if (typeof data.cite !== 'string' || data.cite === '') return cited;
  return [...cited, { message: typeof data.rule === 'string' ? data.rule : '', cite: data.cite }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
