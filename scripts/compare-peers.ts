/**
 * Runs every model of `examples/expected.json`, and the tracer, in nosplit and in each peer that has it, and compares what
 * they say.
 *
 *   npx tsx scripts/compare-peers.ts [--slow] [--peer NAME] [--set NAME=VALUE]… [MODEL…]
 *
 * `--set` keeps the rows with that parameter (`--set design=seed`), `--slow` also those that take minutes.
 * A peer that is missing is skipped with a line on how to get it. Ends with 1 where any two disagree.
 */
import { parseArgs } from 'node:util';
import { check, loadSystem } from '../checker/index.ts';
import { examples } from '../examples/index.ts';
import { tracerModule } from '../model/index.ts';
import { aboutRuns, expectedRows, judgedByTwins, peers, tracerRows } from '../bench/index.ts';
import type { Counts, Row } from '../bench/index.ts';

const { values, positionals } = parseArgs({
  options: {
    slow: { type: 'boolean', default: false },
    peer: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});

const available = peers.filter((peer) => {
  if (values.peer !== undefined && values.peer !== peer.name) return false;
  const missing = peer.missing();
  if (missing !== undefined) console.log(`${peer.name} is skipped: ${missing}`);
  return missing === undefined;
});

let comparisons = 0;
let disagreements = 0;
for (const row of [...expectedRows(), ...tracerRows()]) {
  if (positionals.length > 0 && !positionals.includes(row.model)) continue;
  if (row.slow === true && !values.slow) continue;
  const params = Object.entries(row.params).map(([name, value]) => `${name}=${value}`);
  if (!values.set.every((wanted) => params.includes(wanted))) continue;
  console.log(`${[row.model, ...params].join(' ')}: ${show(row)}`);
  report('nosplit', row, await nosplit(row));
  for (const peer of available) {
    if (row.oracles.some((name) => name === peer.name)) report(peer.name, row, peer.run(row));
  }
}
console.log(`${comparisons} comparisons, ${disagreements} disagreements`);
// A comparison of nothing would agree as well.
if (comparisons === 0 || disagreements > 0) process.exitCode = 1;

async function nosplit({ model, params, violatedInRuns }: Row): Promise<Counts> {
  const system = await loadSystem(
    model === 'tracer'
      ? tracerModule({ design: String(params['design']), bounds: String(params['bounds']) })
      : { url: exampleOf(model), params },
  );
  const { distinct, generated, diameter, violations } = await check(system, {
    continue: true,
    ...(model === 'tracer' && { properties: judgedByTwins(system) }),
  });
  const found = violations.map(({ property, trace }) => [property, trace?.steps.length ?? 0] as const);
  const steps = found.filter(([property]) => !aboutRuns.includes(property));
  const counts = { distinct, generated, diameter, violated: Object.fromEntries(steps) };
  if (violatedInRuns === undefined) return counts;
  const inRuns = found.map(([property]) => property).filter((property) => aboutRuns.includes(property));
  return { ...counts, violatedInRuns: inRuns.sort() };
}

function exampleOf(model: string): string {
  const example = examples.find(({ name }) => name === model);
  if (example === undefined) throw new Error(`expected.json names ${model}, which is no example`);
  return example.url;
}

function report(name: string, row: Row, counts: Counts): void {
  const { violatedInRuns, ...states } = row;
  const expected: Counts = {
    ...states,
    ...('*' in counts.violated && { violated: earliest(row) }),
    // Who judges no claims about runs is not asked for them.
    ...(counts.violatedInRuns !== undefined && violatedInRuns !== undefined && { violatedInRuns }),
  };
  const agrees = show(expected) === show(counts);
  comparisons++;
  if (!agrees) disagreements++;
  console.log(`  ${name.padEnd(12)}${agrees ? 'agrees' : `DISAGREES: ${show(counts)}`}`);
}

function earliest({ violated }: Row): Counts['violated'] {
  const steps = Object.values(violated);
  return steps.length === 0 ? {} : { '*': Math.min(...steps) };
}

function show({ distinct, generated, diameter, violated, violatedInRuns }: Counts): string {
  const failures = Object.entries(violated).sort(([one], [other]) => (one < other ? -1 : 1));
  const verdict = failures.map(([property, steps]) => `${property} fails after ${steps}`).join(', ');
  const inRuns =
    violatedInRuns === undefined ? '' : `; in runs ${violatedInRuns.join(', ') || 'nothing'} fails`;
  return `${distinct} distinct, ${generated} generated, diameter ${diameter}, ${verdict || 'holds'}${inRuns}`;
}
