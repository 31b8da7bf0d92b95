import { spawnSync } from 'node:child_process';

/**
 * Builds once before the tests, which start worker threads from `build` and the command from `dist`.
 *
 * A type error is shown but does not stop the tests: the compiler writes its output all the same,
 * and `npm test` and `.ci/run` have already refused to come this far with one.
 */
export default function buildBeforeTests(): void {
  const build = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' });
  if (build.error !== undefined) throw build.error;
  if (build.status !== 0)
    console.warn(`${build.stdout}${build.stderr}the build has errors; tests run all the same`);
}
