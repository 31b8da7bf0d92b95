/** How long a file of tests, or a test, took. */
export interface Took {
  readonly name: string;
  /** Milliseconds; more on a busy machine. */
  readonly ms: number;
}

/** A file that took so long is worth a line. */
const FILE_MS = 1000;
const FILES = 8;
/** A test of every day that takes longer belongs to the exhaustive ones, or is wasteful. */
const TEST_MS = 5000;

/** What a run of the tests of every day says of its times: the slowest files, and in one line the tests that are too slow. */
export function slowest(files: readonly Took[], tests: readonly Took[]): readonly string[] {
  const longest = (all: readonly Took[], beyond: number): Took[] =>
    all.filter(({ ms }) => ms >= beyond).sort((one, other) => other.ms - one.ms);
  const slow = longest(files, FILE_MS).slice(0, FILES);
  const [worst, ...others] = longest(tests, TEST_MS);
  return [
    ...(slow.length === 0 ? [] : ['the slowest files:']),
    ...slow.map(({ name, ms }) => `  ${seconds(ms).padStart(7)}  ${name}`),
    ...(worst === undefined
      ? []
      : [
          `warning: ${String(others.length + 1)} of the tests of every day took more than ${seconds(TEST_MS)}, ` +
            `the longest ${seconds(worst.ms)}: ${worst.name}`,
        ]),
  ];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
