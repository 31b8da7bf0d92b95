/** What every checker must say of each model: `examples/expected.json`, and `bench/expected.json` for models of the bench. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const countsFields = {
  distinct: count,
  generated: count,
  /** Undefined where a peer tells none. */
  diameter: v.optional(count),
  /** Steps of the shortest counterexample, by property; `*` has the earliest of SPIN's that are told by no name. */
  violated: v.record(v.string(), count),
  /** Claims about runs that fail, where such are judged: a lasso of TLC's need not be a shortest one. */
  violatedInRuns: v.optional(v.array(v.string())),
};
export const CountsSchema = v.object(countsFields);
const RowSchema = v.strictObject({
  model: v.string(),
  params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
  ...countsFields,
  diameter: count,
  verdict: v.picklist(['holds', 'violated']),
  /** Names of the peers that give these numbers. */
  oracles: v.array(v.picklist(['tlc', 'spin', 'stateright', 'rumur'])),
  /** Properties of the peers' source that are not judged here. */
  omits: v.optional(v.array(v.string())),
  /** Too long for a quick comparison. */
  slow: v.optional(v.boolean()),
  /** A depth-first search may go deeper than 100,000 steps. */
  deep: v.optional(v.boolean()),
});

/** What a search of a model's whole space gives. */
export type Counts = v.InferOutput<typeof CountsSchema>;
/** A model with the parameters of one run, and what every checker must say of it. */
export type Row = v.InferOutput<typeof RowSchema>;

/** The repository, seen from the source as from the built module. */
export const repository = new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url);

export function expectedRows(of: 'examples' | 'bench' = 'examples'): Row[] {
  const file = new URL(`${of}/expected.json`, repository);
  return v.parse(v.array(RowSchema), JSON.parse(readFileSync(file, 'utf8')));
}
