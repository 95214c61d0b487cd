/**
 * Counts tests in the JSON report of vitest. A file that fails before its first test (a broken import) counts as one failure,
 * and so does a run that vitest calls unsuccessful although every test passed (an unhandled rejection): never a quiet success.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Passed and failed tests of a report. */
export function countTests(report) {
  const states = report.testResults.flatMap((file) => file.assertionResults.map((test) => test.status));
  const passed = states.filter((status) => status === 'passed').length;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = states.filter((status) => status === 'failed').length + broken;
  return { passed, failed: failed === 0 && !report.success ? 1 : failed };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = countTests(JSON.parse(readFileSync(process.argv[2], 'utf8')));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
