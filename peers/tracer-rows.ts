/**
 * The tracer's model as rows of the comparison with other checkers, and its counts.
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { boundsNamed, designNamed, designs, tracer } from '../model/index.ts';
import { repository } from './rows.ts';
import type { Row } from './rows.ts';

const count = v.number();
const ExpectationsSchema = v.object({
  configs: v.record(
    v.string(),
    v.record(
      v.string(),
      v.object({
        verdict: v.picklist(['holds', 'violated']),
        distinct: count,
        generated: count,
        diameter: count,
        violated: v.record(v.string(), v.object({ steps: v.nullable(count) })),
      }),
    ),
  ),
});

/** The bounds that the twins have, of those that `model/expectations.json` has the whole space of. */
const boundsOfTwins = ['tiny', 'small', 'endless-small'];

/** Those of the twins' properties that are about runs. */
export const aboutRuns: readonly string[] = ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead'];

/** Every design in these bounds; `small` is slow. */
export function tracerRows(): Row[] {
  const file = new URL('model/expectations.json', repository);
  const { configs } = v.parse(ExpectationsSchema, JSON.parse(readFileSync(file, 'utf8')));
  return boundsOfTwins.flatMap((bounds) =>
    Object.entries(configs[bounds] ?? {})
      .filter(([design]) => Object.hasOwn(designs, design))
      .map(([design, { violated, ...row }]): Row => {
        const { properties } = tracer(designNamed(design), boundsNamed(bounds));
        const judged = judgedByTwins({ properties });
        const fails = Object.entries(violated).flatMap(([property, { steps }]) =>
          steps === null || !judged.includes(property) ? [] : [[property, steps] as const],
        );
        const steps = fails.filter(([property]) => !aboutRuns.includes(property));
        const inRuns = fails.map(([property]) => property).filter((property) => aboutRuns.includes(property));
        const params = { design, bounds };
        return {
          ...row,
          model: 'tracer',
          params,
          violated: Object.fromEntries(steps),
          ...(aboutRuns.every((name) => judged.includes(name))
            ? { violatedInRuns: inRuns.sort() }
            : { omits: [...aboutRuns] }),
          oracles: ['tlc', 'spin'],
          slow: bounds === 'small',
        };
      }),
  );
}

/** The twins have all but the situations to be reached. */
export function judgedByTwins({
  properties,
}: {
  readonly properties: Readonly<Record<string, { readonly kind: string }>>;
}): string[] {
  return Object.keys(properties).filter((name) => properties[name]?.kind !== 'sometimes');
}

/** The counts of `model/README.md`, which the model's tests keep true. */
export function tracerCounts(
  bounds: string,
  design: string,
): Pick<Row, 'distinct' | 'generated' | 'diameter'> {
  const table = readFileSync(new URL('model/README.md', repository), 'utf8');
  const cells = table
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll(/[,`]/g, '')))
    .find((row) => row[1] === bounds && row[2] === design);
  const [distinct, generated, diameter] = (cells ?? []).slice(4, 7).map(Number);
  if (distinct === undefined || generated === undefined || diameter === undefined)
    throw new RangeError(`model/README.md has no counts of design ${design} in ${bounds}`);
  return { distinct, generated, diameter };
}
