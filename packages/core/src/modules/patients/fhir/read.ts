import { ok, type Result, refuse } from '../../../kernel/refusal.ts';
import type { ImportRefusal } from '../refusals.ts';

export interface ImportFile {
  readonly name: string;
  readonly text: string;
}
export interface ReadResource {
  readonly file: string;
  /** Line of an NDJSON file, entry of a bundle, from 1. */
  readonly position: number;
  readonly resourceType: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

const wanted = new Set(['Patient', 'MedicationRequest', 'AllergyIntolerance', 'Condition', 'Medication']);
const bundleTypes = new Set([
  'transaction',
  'batch',
  'collection',
  'searchset',
  'document',
  'history',
  'batch-response',
  'transaction-response',
]);

/** Every resource of one file that can be imported; a file that is broken anywhere is refused as a whole. PAT-70. */
export function readFhirFile(file: ImportFile): Result<ReadResource[], ImportRefusal> {
  const text = file.text.replace(/^\uFEFF/, '');
  const invalid = (reason: string, position: number | null = null) =>
    refuse('import-file-invalid', { file: file.name, reason, position });
  if (text.trim() === '') return invalid('the file is empty');
  if (text.includes('\u0000') || text.startsWith('PK'))
    return invalid('this is not a text file; export FHIR as JSON or NDJSON');
  if (!/^\s*\{/.test(text)) return invalid('this is not JSON: a FHIR file begins with {');
  const whole = parse(text);
  if (whole !== undefined) return readWhole(file.name, whole, invalid);
  return readLines(file.name, text, invalid);
}

type Invalid = (reason: string, position?: number | null) => { readonly ok: false; readonly refusal: ImportRefusal };

function readWhole(file: string, value: unknown, invalid: Invalid): Result<ReadResource[], ImportRefusal> {
  if (!isRecord(value) || typeof value.resourceType !== 'string')
    return invalid('this is JSON but not FHIR: resourceType is missing');
  if (value.resourceType !== 'Bundle') return some([readOne(file, 1, value)], invalid);
  const entries = value.entry;
  if (!bundleTypes.has(String(value.type)) || !Array.isArray(entries)) return invalid('this bundle holds no entries');
  const resources = entries.map((entry: unknown, index) => {
    const resource = isRecord(entry) ? entry.resource : undefined;
    return isRecord(resource)
      ? readOne(file, index + 1, withId(resource, isRecord(entry) ? entry.fullUrl : undefined))
      : null;
  });
  return some(resources, invalid);
}

function readLines(file: string, text: string, invalid: Invalid): Result<ReadResource[], ImportRefusal> {
  const lines = text.split(/\r?\n/);
  const resources: (ReadResource | null)[] = [];
  const last = lines.findLastIndex((line) => line.trim() !== '');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parse(line);
    if (value === undefined) {
      const isCut = index === last && (resources.length > 0 || !line.trimEnd().endsWith('}'));
      return invalid(isCut ? 'the file is cut off: its end is missing' : 'this line is not JSON', index + 1);
    }
    if (!isRecord(value) || typeof value.resourceType !== 'string')
      return invalid('this line is not a FHIR resource', index + 1);
    resources.push(readOne(file, index + 1, value));
  }
  return some(resources, invalid);
}

function some(resources: readonly (ReadResource | null)[], invalid: Invalid): Result<ReadResource[], ImportRefusal> {
  const found = resources.filter((r) => r !== null);
  if (found.length === 0) return invalid('it holds no Patient, MedicationRequest, AllergyIntolerance or Condition');
  return ok(found);
}

function readOne(file: string, position: number, resource: Readonly<Record<string, unknown>>): ReadResource | null {
  const resourceType = String(resource.resourceType);
  return wanted.has(resourceType) ? { file, position, resourceType, resource } : null;
}

/** In a transaction bundle the id may stand in fullUrl only. */
function withId(resource: Record<string, unknown>, fullUrl: unknown): Record<string, unknown> {
  if (typeof resource.id === 'string' || typeof fullUrl !== 'string') return resource;
  return { ...resource, id: fullUrl.split(/[/:]/).at(-1) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
