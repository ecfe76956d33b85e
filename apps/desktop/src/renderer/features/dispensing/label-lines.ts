/** One line of a label as the service words it. */
export interface LabelLine {
  readonly key: string;
  readonly text: string;
}

export interface LabelRow {
  readonly tone: 'strong' | 'plain' | 'quiet';
  readonly text: string;
}

/** Which elements share a row of the preview, in printing order. The wording is the label's own. */
const rows: readonly { readonly keys: RegExp; readonly tone: LabelRow['tone'] }[] = [
  { keys: /^(?:demo|pharmacy-.*)$/, tone: 'quiet' },
  { keys: /^(?:patient-.*|rx-number|date-.*)$/, tone: 'plain' },
  { keys: /^directions$/, tone: 'strong' },
  { keys: /^(?:drug-.*|brand-.*|generic-.*|quantity|owed|refills|part)$/, tone: 'plain' },
  { keys: /^aux-.*$/, tone: 'strong' },
  { keys: /./, tone: 'quiet' },
];

/** The label folded into few rows, so that it stands beside what it is compared with; no word is left out. */
export function labelRows(lines: readonly LabelLine[]): readonly LabelRow[] {
  const rest = [...lines];
  return rows.flatMap(({ keys, tone }) => {
    const taken = rest.filter((line) => keys.test(line.key));
    for (const line of taken) rest.splice(rest.indexOf(line), 1);
    return taken.length > 0 ? [{ tone, text: taken.map((line) => line.text).join(' · ') }] : [];
  });
}
