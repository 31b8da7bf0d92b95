/**
 * Exports every model of `examples/expected.json`, and designs of the tracer, to TLA+, and compares what TLC says of them with the
 * counts, verdicts and lengths of counterexamples that all checkers agree on.
 *
 *   npx tsx scripts/exports/main.ts [--slow] [--set NAME=VALUE]… [MODEL…]
 *
 * `--set` keeps the rows with that parameter (`--set bounds=small`), `--slow` also those that take minutes. Ends with 1 where any disagrees.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { expectedRows, tracerRows, twinOf } from '../../peers/index.ts';
import type { Row } from '../../peers/index.ts';
import { loadSystem } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { examples } from '../../examples/index.ts';
import { missingForTlc, tlcCounts } from './tlc.ts';

const { values, positionals } = parseArgs({
  options: {
    slow: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});

const missing = missingForTlc();
if (missing !== undefined) throw new Error(`TLC is not here: ${missing}`);

let [compared, disagreements] = [0, 0];
for (const row of [...expectedRows(), ...tracerRows()].filter(isWanted)) {
  const inRuns = row.violatedInRuns ?? [];
  const expected = {
    ...{ distinct: row.distinct, generated: row.generated, diameter: row.diameter },
    violated: { ...row.violated, ...Object.fromEntries(inRuns.map((name) => [name, null])) },
  };
  const found = await tlcCounts(await systemOf(row), Object.keys(expected.violated));
  compared++;
  const agrees = isDeepStrictEqual(found, expected);
  if (!agrees) disagreements++;
  const params = Object.entries(row.params).map(([name, value]) => `${name}=${String(value)}`);
  console.log(
    `${agrees ? 'agrees   ' : 'DISAGREES'} ${[row.model, ...params].join(' ')} ${JSON.stringify(found)}`,
  );
}
console.log(`${String(compared)} compared, ${String(disagreements)} disagreements`);
// A comparison of nothing would agree as well.
if (compared === 0 || disagreements > 0) process.exitCode = 1;

function isWanted({ model, params, slow, distinct }: Row): boolean {
  const words = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return (
    (positionals.length === 0 || positionals.includes(model)) &&
    (values.slow || (slow !== true && distinct < 100_000)) &&
    values.set.every((wanted) => words.includes(wanted))
  );
}

async function systemOf({ model, params }: Row): Promise<System> {
  if (model === 'tracer') return twinOf(String(params['design']), String(params['bounds']));
  return loadSystem({ url: examples.find(({ name }) => name === model)?.url ?? '', params });
}
