import { describe, expect, test } from 'vitest';
import { reportOf, resultOfPlaywright, resultOfVitest, sumOf } from '../test/report.mjs';

const vitest = {
  testResults: [
    {
      name: 'a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'one', status: 'passed' },
        { fullName: 'two', status: 'failed' },
        { fullName: 'three (skipped: test data folder absent)', status: 'skipped' },
        { fullName: 'four', status: 'todo' },
      ],
    },
    { name: 'b.test.ts', status: 'failed', message: 'SyntaxError: x\n at', assertionResults: [] },
  ],
};

describe('the sum', () => {
  test('START-11 tests are counted as their runner reports them, a file that did not load too', () => {
    expect(resultOfVitest(vitest, 1)).toEqual({
      passed: 1,
      failures: ['two', 'b.test.ts: SyntaxError: x'],
      skipped: [
        { title: 'three (skipped: test data folder absent)', reason: 'test data folder absent' },
        { title: 'four', reason: null },
      ],
    });
  });

  test('START-11 in the window too, and a flaky test has failed', () => {
    const report = {
      errors: [{ message: 'Error: no web server\nat x' }],
      suites: [
        {
          title: 'queue.e2e.ts',
          specs: [{ title: 'a', tests: [{ status: 'expected' }] }],
          suites: [
            {
              title: 'inner',
              specs: [
                { title: 'b', tests: [{ status: 'unexpected' }] },
                { title: 'c', tests: [{ status: 'flaky' }] },
                { title: 'd (skipped: no screen)', tests: [{ status: 'skipped' }] },
              ],
            },
          ],
        },
      ],
    };
    expect(resultOfPlaywright(report, 1)).toEqual({
      passed: 1,
      failures: ['queue.e2e.ts > inner > b', 'queue.e2e.ts > inner > c', 'Error: no web server'],
      skipped: [{ title: 'queue.e2e.ts > inner > d (skipped: no screen)', reason: 'no screen' }],
    });
  });

  test('START-11 a runner that fails without a failed test, or finds none, has failed', () => {
    const passing = {
      testResults: [{ name: 'a', status: 'passed', assertionResults: [{ fullName: 'x', status: 'passed' }] }],
    };
    expect(resultOfVitest(passing, 0).failures).toEqual([]);
    expect(resultOfVitest(passing, 1).failures).toEqual(['the runner ended with 1; see its output above']);
    expect(resultOfVitest({ testResults: [] }, 0).failures).toEqual(['no test was found']);
  });

  test('START-11 the last line is the sum, and every skip stands above it with its reason', () => {
    const results = [
      { name: 'types', passed: 9, failures: [], skipped: [], seconds: 3.21 },
      { name: 'unit', ...resultOfVitest(vitest, 1), seconds: 60 },
    ];
    const lines = reportOf(results).split('\n');
    expect(lines.at(-1)).toBe('10 passed, 2 failed, 2 skipped');
    expect(lines).toContain('failed   unit: two');
    expect(lines).toContain('skipped  three (skipped: test data folder absent)');
    expect(lines).toContain('skipped  four WITHOUT A REASON');
    expect(sumOf(results)).toMatchObject({ passed: 10, failed: 2 });
  });
});
