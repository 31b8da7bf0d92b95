import { slowest } from './slowest.ts';
import type { Took } from './slowest.ts';
import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints `N passed, N failed` (and `, N skipped` when there are any) as the last line of a run. If it left the exhaustive tests
 * out, lines before it say what took long, and where those tests run.
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
    const files: Took[] = [];
    const tests: Took[] = [];
    if (modules.length === 0) count.failed++;
    for (const module of modules) {
      const { relativeModuleId } = module;
      files.push({ name: relativeModuleId, ms: module.diagnostic().duration });
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        tests.push({ name: `${relativeModuleId} > ${test.fullName}`, ms: test.diagnostic()?.duration ?? 0 });
        if (this.#leavesOut && state === 'skipped' && test.tags.includes('exhaustive')) leftOut++;
        // A test still pending when the run ends was cut off, so it did not pass.
        count[state === 'pending' ? 'failed' : state]++;
      }
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    const times = this.#leavesOut ? slowest(files, tests).map((line) => `${line}\n`) : [];
    const where = leftOut > 0 ? `${leftOut} of the skipped tests are exhaustive: npm run test:all\n` : '';
    this.#lines = times.join('') + where + closingLine(count);
  }
}

/** The plain closing line that a CI run is judged by. */
export function closingLine(count: { passed: number; failed: number; skipped: number }): string {
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return `${count.passed} passed, ${count.failed} failed${skipped}`;
}
