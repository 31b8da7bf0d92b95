/**
 * The tracer's model as rows of the comparison with other checkers, and its counts.
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { boundsNamed } from '../model/index.ts';
import { repository } from './rows.ts';
import type { Row } from './rows.ts';

const count = v.number();
const KeptSchema = v.object({
  configs: v.record(
    v.string(),
    v.record(
      v.string(),
      v.object({
        verdict: v.picklist(['holds', 'violated']),
        distinct: count,
        generated: count,
        diameter: count,
        violated: v.record(v.string(), count),
      }),
    ),
  ),
});

/** Those of the twins' properties that are about runs. */
export const aboutRuns: readonly string[] = ['AdvanceEnds', 'StopReturns', 'QueuedBuffersAreRead'];

/** Every design in the bounds of which the twins' counts are kept; `small` is slow. */
export function tracerRows(): Row[] {
  const file = new URL('model/peers/counts.json', repository);
  const { configs } = v.parse(KeptSchema, JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(configs).flatMap(([bounds, designs]) =>
    Object.entries(designs).map(([design, { violated, ...row }]): Row => {
      const fails = Object.entries(violated);
      const inRuns = fails.map(([property]) => property).filter((property) => aboutRuns.includes(property));
      return {
        ...row,
        model: 'tracer',
        params: { design, bounds },
        violated: Object.fromEntries(fails.filter(([property]) => !aboutRuns.includes(property))),
        ...(boundsNamed(bounds).runs ? { violatedInRuns: inRuns.sort() } : { omits: [...aboutRuns] }),
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
