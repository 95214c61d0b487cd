/** The check of a clean clone counts tests right, whatever way a test run fails. */
import { describe, expect, it } from 'vitest';
import { countTests } from '../../.ci/count-tests.js';

describe('the count of the check', () => {
  const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) });

  it('adds up tests that passed and failed', () => {
    const report = { success: false, testResults: [file('passed', 'passed', 'passed'), file('failed', 'failed', 'passed')] };
    expect(countTests(report)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a file that never came to its tests, and a run that failed outside of them', () => {
    expect(countTests({ success: false, testResults: [file('failed'), file('passed', 'passed')] })).toEqual({
      passed: 1,
      failed: 1,
    });
    expect(countTests({ success: false, testResults: [file('passed', 'passed')] })).toEqual({ passed: 1, failed: 1 });
    expect(countTests({ success: true, testResults: [file('passed', 'passed')] })).toEqual({ passed: 1, failed: 0 });
  });
});
