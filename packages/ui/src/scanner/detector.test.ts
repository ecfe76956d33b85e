import { describe, expect, test } from 'vitest';
import { cleanScan, groupSeparator, ScanDetector, type ScanKey, type ScanStep } from './detector.ts';

interface Typed {
  key: string;
  gapMs: number;
  more?: Partial<ScanKey>;
}

function run(detector: ScanDetector, typed: readonly Typed[]): ScanStep[] {
  let at = 1000;
  return typed.map(({ key, gapMs, more }) => {
    at += gapMs;
    return detector.feed({
      key,
      code: '',
      ctrlKey: false,
      altKey: false,
      metaKey: false,
      repeat: false,
      timeStamp: at,
      ...more,
    });
  });
}
function burst(text: string, gapMs = 4): Typed[] {
  return [...text].map((key, index) => ({ key, gapMs: index === 0 ? 500 : gapMs }));
}
const enter: Typed = { key: 'Enter', gapMs: 4 };
function scans(steps: readonly ScanStep[]): string[] {
  return steps.flatMap((step) => (step.kind === 'scan' ? [step.text] : []));
}

describe('UI-30 a scanner is a keyboard', () => {
  test('UI-30 a fast burst with Enter or Tab is a scan', () => {
    expect(scans(run(new ScanDetector(), [...burst('00406055201'), enter]))).toEqual(['00406055201']);
    expect(scans(run(new ScanDetector(), [...burst('00406055201', 30), { key: 'Tab', gapMs: 30 }]))).toEqual([
      '00406055201',
    ]);
  });

  test('UI-31 a person is never taken for a scanner', () => {
    expect(scans(run(new ScanDetector(), [...burst('lisinopril', 60), { key: 'Enter', gapMs: 60 }]))).toEqual([]);
    expect(scans(run(new ScanDetector(), [...burst('12345'), enter]))).toEqual([]);
    const rolled = [...burst('war', 20), ...burst('far', 20), ...burst('in', 20), enter];
    expect(scans(run(new ScanDetector(), rolled))).toEqual([]);
  });

  test('UI-31 a held key is not a scan', () => {
    const held = burst('aaaaaaaaaa', 30).map((typed, index) => ({ ...typed, more: { repeat: index > 0 } }));
    expect(scans(run(new ScanDetector(), [...held, enter]))).toEqual([]);
  });

  test('UI-31 what a person typed before the scan does not get into it', () => {
    const steps = run(new ScanDetector(), [...burst('abc', 80), ...burst('00406055201'), enter]);
    expect(scans(steps)).toEqual(['00406055201']);
    expect(steps[3]).toEqual({ kind: 'first' });
  });

  test('UI-32 the GS1 separator arrives in any of its disguises', () => {
    const before = burst('0100304060552018');
    const after = [...'10LOT1'].map((key) => ({ key, gapMs: 4 }));
    const expected = `0100304060552018${groupSeparator}10LOT1`;
    const disguises: Typed[][] = [
      [{ key: groupSeparator, gapMs: 4 }],
      [{ key: 'F8', gapMs: 4 }],
      [
        { key: 'Control', gapMs: 1, more: { ctrlKey: true } },
        { key: ']', gapMs: 4, more: { ctrlKey: true, code: 'BracketRight' } },
      ],
      [
        { key: 'Alt', gapMs: 1, more: { altKey: true } },
        ...['0', '0', '2', '9'].map((digit) => ({
          key: digit,
          gapMs: 2,
          more: { altKey: true, code: `Numpad${digit}` },
        })),
      ],
    ];
    for (const disguise of disguises) {
      expect(scans(run(new ScanDetector(), [...before, ...disguise, ...after, enter]))).toEqual([expected]);
    }
  });

  test('UI-30 capitals in a scan come with Shift and do not break it', () => {
    const shifted = [...'RX7004183'].flatMap((key, index) => [
      { key: 'Shift', gapMs: index === 0 ? 500 : 2 },
      { key, gapMs: 2 },
    ]);
    expect(scans(run(new ScanDetector(), [...shifted, enter]))).toEqual(['RX7004183']);
  });

  test('UI-33 with a prefix the pace does not matter', () => {
    const detector = new ScanDetector({ gapMsMax: 35, lengthMin: 6, prefix: '~' });
    const slow = [...'~4183'].map((key) => ({ key, gapMs: 120 }));
    expect(scans(run(detector, [...slow, { key: 'Enter', gapMs: 120 }]))).toEqual(['4183']);
  });

  test('UI-32 the AIM identifier and a leading separator are taken off', () => {
    expect(cleanScan(`]d2${groupSeparator}0100304060552018`)).toBe('0100304060552018');
    expect(cleanScan(']E00304060552018')).toBe('0304060552018');
    expect(cleanScan('7004183')).toBe('7004183');
  });

  test('UI-31 an arrow or a chord ends the burst', () => {
    const keys = [
      ...burst('004060'),
      { key: 'ArrowLeft', gapMs: 4 },
      ...[...'5520'].map((key) => ({ key, gapMs: 4 })),
      enter,
    ];
    expect(scans(run(new ScanDetector(), keys))).toEqual([]);
  });
});
