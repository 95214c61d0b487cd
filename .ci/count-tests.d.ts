/** The parts of a vitest JSON report that are counted. */
export interface TestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Passed and failed tests of a report. */
export function countTests(report: TestReport): { passed: number; failed: number };
