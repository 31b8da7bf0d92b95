/** The rows of the comparison one by one, in nosplit and in each peer that has them, and whether they say the same. */
import { check, loadSystem } from '../checker/index.ts';
import { examples } from '../examples/index.ts';
import type { System } from '../checker/index.ts';
import { boundsNamed, programSystem, programsOfDesign } from '../model/index.ts';
import { peers } from './peers.ts';
import { expectedRows } from './rows.ts';
import type { Counts, Row } from './rows.ts';
import type { Peer } from './running.ts';
import { aboutRuns, judgedByTwins, tracerRows } from './tracer-rows.ts';

/** Which rows: those of the models, all where none is named, that have each of these parameters (`n=3`). */
export interface Wanted {
  readonly models: readonly string[];
  readonly params: readonly string[];
  /** Whether those that take minutes are among them. */
  readonly slow: boolean;
}

const named = ({ params }: Row): string[] =>
  Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);

export const rowsFor = ({ models, params, slow }: Wanted): Row[] =>
  [...expectedRows(), ...tracerRows()].filter(
    (row) =>
      (models.length === 0 || models.includes(row.model)) &&
      (slow || row.slow !== true) &&
      params.every((wanted) => named(row).includes(wanted)),
  );

export const peerNamed = (name: string): Peer | undefined => peers.find((peer) => peer.name === name);

/** What one checker said of one row. */
export interface Said {
  readonly checker: string;
  readonly agrees: boolean;
  /** In words. */
  readonly counts: string;
}

export interface Comparison {
  /** The model with its parameters. */
  readonly title: string;
  /** What every checker must say, in words. */
  readonly expected: string;
  /** Those of the peers that have the row. */
  readonly peers: readonly Peer[];
  /** Searches the row in nosplit, or in a peer. */
  readonly ask: (peer: Peer | null) => Promise<Said>;
}

/** A row, of which each checker is asked by itself: a search of a peer's may take minutes. */
export function compare(row: Row, available: readonly Peer[]): Comparison {
  const judged = (checker: string, counts: Counts): Said => {
    const { violatedInRuns, diameter, ...states } = row;
    const expected: Counts = {
      ...states,
      ...('*' in counts.violated && { violated: earliest(row) }),
      // Who tells no depth is not asked for it.
      ...(counts.diameter !== undefined && { diameter }),
      // Who judges no claims about runs is not asked for them.
      ...(counts.violatedInRuns !== undefined && violatedInRuns !== undefined && { violatedInRuns }),
    };
    const said = inWords(counts);
    return { checker, agrees: inWords(expected) === said, counts: said };
  };
  return {
    title: [row.model, ...named(row)].join(' '),
    expected: inWords(row),
    peers: available.filter(({ name }) => row.oracles.some((one) => one === name)),
    ask: async (peer) =>
      peer === null ? judged('nosplit', await bySearch(row)) : judged(peer.name, peer.run(row)),
  };
}

/** What the twins are twins of: the fine steps of a design, whose free buffers are as new ones. */
export function twinOf(design: string, bounds: string): System {
  const { programs } = programsOfDesign(design);
  const system = programSystem(programs, boundsNamed(bounds), {
    name: design,
    granularity: 'fine',
    garbage: false,
  });
  // Sound because the checker gives a system's functions only states of its own schema.
  return system;
}

async function bySearch({ model, params, violatedInRuns }: Row): Promise<Counts> {
  const isTracer = model === 'tracer';
  const example = examples.find(({ name }) => name === model);
  if (!isTracer && example === undefined)
    throw new Error(`expected.json names ${model}, which is no example`);
  const system =
    example === undefined
      ? twinOf(String(params['design']), String(params['bounds']))
      : await loadSystem({ url: example.url, params });
  const { distinct, generated, diameter, violations } = await check(system, {
    continue: true,
    ...(isTracer && { properties: judgedByTwins(system) }),
  });
  const found = violations.map(({ property, trace }) => [property, trace?.steps.length ?? 0] as const);
  const steps = found.filter(([property]) => !aboutRuns.includes(property));
  const counts = { distinct, generated, diameter, violated: Object.fromEntries(steps) };
  if (violatedInRuns === undefined) return counts;
  const inRuns = found.map(([property]) => property).filter((property) => aboutRuns.includes(property));
  return { ...counts, violatedInRuns: inRuns.sort() };
}

function earliest({ violated }: Row): Counts['violated'] {
  const steps = Object.values(violated);
  return steps.length === 0 ? {} : { '*': Math.min(...steps) };
}

function inWords({ distinct, generated, diameter, violated, violatedInRuns }: Counts): string {
  const failures = Object.entries(violated).sort(([one], [other]) => (one < other ? -1 : 1));
  const verdict = failures.map(([property, steps]) => `${property} fails after ${String(steps)}`).join(', ');
  const inRuns =
    violatedInRuns === undefined ? '' : `; in runs ${violatedInRuns.join(', ') || 'nothing'} fails`;
  const depth = diameter === undefined ? '' : `diameter ${String(diameter)}, `;
  return `${String(distinct)} distinct, ${String(generated)} generated, ${depth}${verdict || 'holds'}${inRuns}`;
}
