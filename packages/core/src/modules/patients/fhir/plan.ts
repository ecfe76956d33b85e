import type { z } from 'zod';
import { canonicalJson, sha256Hex } from '../../../kernel/canonical.ts';
import type { ImportedRecord } from '../events.ts';
import { allergyOf, conditionOf, medicationOf } from './map-entries.ts';
import { patientFieldsOf } from './map-patient.ts';
import type { ReadResource } from './read.ts';
import {
  allergyResource,
  type Concept,
  conditionResource,
  medicationRequestResource,
  medicationResource,
  patientResource,
  referencedId,
} from './resources.ts';

export interface Rejected {
  readonly file: string;
  readonly position: number;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly reason: string;
}
/** Everything the files say about one person of the source. */
export interface PlannedRecord extends ImportedRecord {
  /** The source's id of the person. */
  readonly subjectId: string;
  /** Where the parts were read, so that one that finds no patient can be named. */
  readonly places: readonly ReadResource[];
  readonly resources: number;
}
export interface Plan {
  readonly records: readonly PlannedRecord[];
  readonly rejected: readonly Rejected[];
}

type Draft = {
  subjectId: string;
  source: string;
  patient: ImportedRecord['patient'];
  allergies: ImportedRecord['allergies'][number][];
  conditions: ImportedRecord['conditions'][number][];
  medications: ImportedRecord['medications'][number][];
  places: ReadResource[];
  resources: number;
};

/** Sorts what was read by person. Pure: nothing is looked up yet. PAT-66. */
export function planImport(read: readonly ReadResource[], source: string): Plan {
  const drafts = new Map<string, Draft>();
  const rejected: Rejected[] = [];
  const concepts = medicationConcepts(read);
  const reject = (at: ReadResource, reason: string): void => {
    const id = at.resource.id;
    rejected.push({
      file: at.file,
      position: at.position,
      resourceType: at.resourceType,
      resourceId: typeof id === 'string' ? id : null,
      reason,
    });
  };
  const draftOf = (subjectId: string): Draft => {
    let draft = drafts.get(subjectId);
    if (!draft) {
      draft = {
        subjectId,
        source,
        patient: null,
        allergies: [],
        conditions: [],
        medications: [],
        places: [],
        resources: 0,
      };
      drafts.set(subjectId, draft);
    }
    return draft;
  };
  for (const at of read) {
    const problem = addTo(draftOf, at, source, concepts);
    if (problem !== null) reject(at, problem);
  }
  return { records: [...drafts.values()].filter((d) => d.resources > 0), rejected };
}

function addTo(
  draftOf: (subjectId: string) => Draft,
  at: ReadResource,
  source: string,
  concepts: ReadonlyMap<string, Concept>,
): string | null {
  switch (at.resourceType) {
    case 'Patient':
      return each(patientResource, at, (resource) => {
        const fields = patientFieldsOf(resource);
        if (typeof fields === 'string') return fields;
        const draft = draftOf(resource.id);
        draft.patient = { resourceId: resource.id, digest: sha256Hex(canonicalJson(fields)), fields };
        return counted(draft, at);
      });
    case 'MedicationRequest':
      return each(medicationRequestResource, at, (resource) =>
        toSubject(draftOf, at, referencedId(resource.subject), medicationOf(resource, source, concepts), (d, m) =>
          d.medications.push(m),
        ),
      );
    case 'AllergyIntolerance':
      return each(allergyResource, at, (resource) =>
        toSubject(draftOf, at, referencedId(resource.patient), withEntryId(allergyOf(resource), source), (d, a) =>
          d.allergies.push(a),
        ),
      );
    case 'Condition':
      return each(conditionResource, at, (resource) =>
        toSubject(draftOf, at, referencedId(resource.subject), withEntryId(conditionOf(resource), source), (d, c) =>
          d.conditions.push(c),
        ),
      );
    default:
      return null;
  }
}

function each<S extends z.ZodType>(
  schema: S,
  at: ReadResource,
  use: (resource: z.output<S>) => string | null,
): string | null {
  const parsed = schema.safeParse(at.resource);
  if (parsed.success) return use(parsed.data);
  const issue = parsed.error.issues[0];
  return `${issue?.path.join('.') || 'resource'}: ${issue?.message ?? 'not valid'}`;
}

function toSubject<T>(
  draftOf: (subjectId: string) => Draft,
  at: ReadResource,
  subjectId: string | null,
  mapped: T | string,
  add: (draft: Draft, item: T) => void,
): string | null {
  if (subjectId === null) return 'it names no patient';
  if (typeof mapped === 'string') return mapped;
  const draft = draftOf(subjectId);
  add(draft, mapped);
  return counted(draft, at);
}

function counted(draft: Draft, at: ReadResource): null {
  draft.places.push({ ...at, resource: { id: at.resource.id } });
  draft.resources += 1;
  return null;
}

/** Sources number their resources each in its own way: the source is part of an entry's id. */
function withEntryId<T extends { readonly id: string }>(mapped: T | string, source: string): T | string {
  if (typeof mapped === 'string') return mapped;
  return { ...mapped, id: `imp_${sha256Hex(`${source}\n${mapped.id}`).slice(0, 20)}` };
}

/** Medications that stand as resources of their own and are referred to. */
function medicationConcepts(read: readonly ReadResource[]): Map<string, Concept> {
  const concepts = new Map<string, Concept>();
  for (const at of read) {
    if (at.resourceType !== 'Medication') continue;
    const parsed = medicationResource.safeParse(at.resource);
    if (parsed.success) concepts.set(parsed.data.id, parsed.data.code);
  }
  return concepts;
}
