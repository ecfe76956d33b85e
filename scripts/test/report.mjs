/**
 * Results of a step: how many passed, what failed (titles), what was skipped and why. A test that is skipped says the
 * reason in its title: `... (skipped: test data folder absent)`.
 */
export function resultOfVitest(report, exitCode) {
  const tests = report.testResults.flatMap(({ name, assertionResults, status, message }) =>
    assertionResults.length === 0 && status === 'failed'
      ? [{ title: `${name}: ${firstLine(message)}`, status: 'failed' }]
      : assertionResults.map(({ fullName, status: testStatus }) => ({ title: fullName, status: testStatus })),
  );
  return collect(tests, exitCode, (status) => ({ passed: 'passed', failed: 'failed' })[status] ?? 'skipped');
}

export function resultOfPlaywright(report, exitCode) {
  const tests = [];
  const walk = (suite, path) => {
    for (const spec of suite.specs ?? []) {
      for (const one of spec.tests) tests.push({ title: [...path, spec.title].join(' > '), status: one.status });
    }
    for (const inner of suite.suites ?? []) walk(inner, [...path, inner.title]);
  };
  for (const suite of report.suites) walk(suite, [suite.title]);
  for (const error of report.errors ?? []) tests.push({ title: firstLine(error.message), status: 'unexpected' });
  // A flaky test failed once: nothing here is tried again, so it counts as what it is.
  return collect(tests, exitCode, (status) => ({ expected: 'passed', skipped: 'skipped' })[status] ?? 'failed');
}

function collect(tests, exitCode, kindOf) {
  const kinds = tests.map(({ status }) => kindOf(status));
  const of = (kind) => tests.filter((_, at) => kinds[at] === kind).map(({ title }) => title);
  const failures = of('failed');
  if (failures.length === 0 && exitCode !== 0) failures.push(`the runner ended with ${exitCode}; see its output above`);
  if (tests.length === 0 && failures.length === 0) failures.push('no test was found');
  return {
    passed: of('passed').length,
    failures,
    skipped: of('skipped').map((title) => ({ title, reason: /\(skipped[^)]*: ?([^)]+)\)/.exec(title)?.[1] ?? null })),
  };
}

function firstLine(text) {
  return String(text ?? 'failed').split('\n', 1)[0];
}

export function sumOf(results) {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failures }) => sum + failures.length, 0),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

/** A table of the steps, what failed, what was skipped and why, and the sum as the last line. */
export function reportOf(results) {
  const row = (cells) =>
    `${String(cells[0]).padEnd(10)}${cells
      .slice(1)
      .map((cell) => String(cell).padStart(10))
      .join('')}`;
  const { passed, failed, skipped } = sumOf(results);
  return [
    row(['step', 'passed', 'failed', 'skipped', 'time']),
    ...results.map((one) =>
      row([one.name, one.passed, one.failures.length, one.skipped.length, `${one.seconds.toFixed(1)} s`]),
    ),
    ...results.flatMap(({ name, failures }) => failures.map((title) => `failed   ${name}: ${title}`)),
    ...skipped.map(({ title, reason }) => `skipped  ${title}${reason === null ? ' WITHOUT A REASON' : ''}`),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ].join('\n');
}
