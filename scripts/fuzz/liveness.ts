/** Claims about runs against the naive twin, under every kind of fairness. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { Fairness, System } from '../../checker/index.ts';
import { check, isLiveness, replay } from '../../checker/index.ts';
import { workerModule } from '../../checker/testing/for-workers.ts';
import livelySystem from '../../checker/testing/lively-system.ts';
import { lassoFault, naiveLiveness } from '../../checker/testing/naive-liveness.ts';
import randomGraph, { graphSpec } from '../../checker/testing/random-graph.ts';
import { specOf } from '../../checker/testing/random-system.ts';
import type { Subject, Tally } from './subject.ts';
import { subject, tape } from './subject.ts';

const fairness = fc.constantFrom<Fairness>(
  'stuttering',
  'maximal',
  'progress',
  ...(['actions', 'processes', 'instances'] as const).flatMap((units) => [
    { weak: units },
    { strong: units },
  ]),
  'weak',
  'strong',
  { weak: ['A0'] },
  { weak: [{ actions: ['A0'], each: 'instances' }] },
);
const inputsOf = (length: number): fc.Arbitrary<Input> =>
  fc.record({
    choices: tape(length),
    fairness,
    workers: fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 1, 2, 4),
    debug: fc.boolean(),
  });

interface Input {
  readonly choices: readonly number[];
  readonly fairness: Fairness;
  readonly workers: number;
  readonly debug: boolean;
}

/** The naive twin looks at every set of states: with more it would take too long. */
const statesMaxOfTwin = 9;

async function judge(system: System, url: string, input: Input, tally: Tally): Promise<void> {
  const { choices, fairness, workers, debug } = input;
  const module = { url, params: choices };
  const report = await check(system, { continue: true, fairness, workers, debug, module });
  tally.count(typeof fairness === 'string' ? fairness : Object.keys(fairness).join());
  tally.count(`${workers} workers`);
  tally.most('states', report.distinct);
  for (const { property, verdict } of report.properties) {
    const claim = system.properties[property];
    if (claim === undefined || !isLiveness(claim)) continue;
    const { trace = null, params } = report.violations.find((one) => one.property === property) ?? {};
    tally.count(`${claim.kind} ${verdict}`);
    deepStrictEqual(verdict, trace === null ? 'holds' : 'violated');
    const instances = claim.instances ?? [{ params: undefined, claim }];
    if (report.distinct <= statesMaxOfTwin)
      deepStrictEqual(
        verdict === 'violated',
        instances.some((one) => naiveLiveness(system, one.claim, fairness)),
        property,
      );
    if (trace === null) continue;
    const named = instances.find((one) => JSON.stringify(one.params) === JSON.stringify(params));
    ok(named !== undefined, `${property} has no instance ${JSON.stringify(params)}`);
    deepStrictEqual(lassoFault(system, named.claim, fairness, trace), undefined);
    deepStrictEqual(replay(system, trace.id), { ...trace, shortest: false });
    tally.most('steps', trace.steps.length);
  }
}

/** Forgets the schema: sound, since the checker gives a system's functions only states of its own schema. */
const erased = (system: unknown): System => system as System;

const graphs = workerModule('random-graph.ts');
const lively = workerModule('lively-system.ts');

export const liveness: readonly Subject[] = [
  subject({
    name: 'graphs',
    about: 'claims about runs of small random graphs, compared with the naive twin',
    inputs: inputsOf(90),
    perRound: 20,
    show: ({ choices, ...rest }) => JSON.stringify({ ...rest, graph: graphSpec(choices) }),
    judge: (input, tally) => judge(erased(randomGraph(input.choices)), graphs, input, tally),
  }),
  subject({
    name: 'runs',
    about: 'claims about runs of random systems: lassos taken step by step, small ones by the twin',
    inputs: inputsOf(300),
    perRound: 20,
    show: ({ choices, ...rest }) => JSON.stringify({ ...rest, system: specOf(choices) }),
    judge: (input, tally) => judge(livelySystem(input.choices), lively, input, tally),
  }),
];
