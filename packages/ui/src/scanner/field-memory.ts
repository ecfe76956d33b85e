/** What a field held before a scan was typed into it, so that the scan can be taken out and nothing else is lost. */
export interface FieldMemory {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

/** The text field that has the focus; null for fields that want scans as text (`data-scan="text"`) and non-fields. */
export function rememberField(target: EventTarget | null): FieldMemory | null {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (!isField) return null;
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
}

export function wantsScanAsText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-scan="text"]') !== null;
}

/** Puts the old value back in a way React notices: through the native setter and an input event. */
export function restoreField(memory: FieldMemory): void {
  const { field, value, start, end } = memory;
  const owner = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(owner, 'value')?.set?.call(field, value);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
  if (start !== null && end !== null) field.setSelectionRange(start, end);
}
