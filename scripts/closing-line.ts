import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) as the last line of a run. A line before it says
 * where the exhaustive tests run, if this run left them out.
 *
 * A file that does not load, an error outside any test and a run without a test count as failed:
 * a run in which something broke must never close with `0 failed`. The line is held back until the process
 * exits, because the coverage summary is printed after the last test has been reported.
 */
export class ClosingLine implements Reporter {
  #lines = '0 passed, 1 failed';
  #leavesOut = false;

  onInit(vitest: Vitest): void {
    this.#leavesOut = vitest.config.tagsFilter !== undefined;
    process.once('exit', () => {
      process.stdout.write(`${this.#lines}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    let leftOut = 0;
    if (modules.length === 0) count.failed++;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (this.#leavesOut && state === 'skipped' && test.tags.includes('exhaustive')) leftOut++;
        // A test still pending when the run ends was cut off, so it did not pass.
        count[state === 'pending' ? 'failed' : state]++;
      }
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    const where = leftOut > 0 ? `${leftOut} of the skipped tests are exhaustive: npm run test:all\n` : '';
    this.#lines = where + closingLine(count);
  }
}

/** The plain closing line that a CI run is judged by. */
export function closingLine(count: { passed: number; failed: number; skipped: number }): string {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}
