import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) as the last line of a run.
 *
 * A file that does not load, an error outside any test and a run without a test count as failed:
 * a run in which something broke must never close with `0 failed`. The line is held back until the process
 * exits, because the coverage summary is printed after the last test has been reported.
 */
export class ClosingLine implements Reporter {
  #line = '0 passed, 1 failed';

  onInit(): void {
    process.once('exit', () => {
      process.stdout.write(`${this.#line}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    if (modules.length === 0) count.failed++;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test still pending when the run ends was cut off, so it did not pass.
        count[state === 'pending' ? 'failed' : state]++;
      }
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    this.#line = closingLine(count);
  }
}

/** The plain closing line that a CI run is judged by. */
export function closingLine(count: { passed: number; failed: number; skipped: number }): string {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}
