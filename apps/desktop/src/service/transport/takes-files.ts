/** What can be asked of a zod schema about its own parts. */
interface SchemaDefinition {
  readonly type?: string;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly options?: readonly unknown[];
  readonly element?: unknown;
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly left?: unknown;
  readonly right?: unknown;
}

/** True when a file may stand somewhere in the input: only then is a multipart body read at all. */
export function takesFiles(schema: unknown): boolean {
  const definition = (schema as { _zod?: { def?: SchemaDefinition } } | undefined)?._zod?.def;
  if (!definition) return false;
  if (definition.type === 'file') return true;
  const { shape, options, element, innerType, left, right } = definition;
  const inner = [...Object.values(shape ?? {}), ...(options ?? []), element, innerType, definition.in, left, right];
  return inner.some(takesFiles);
}
