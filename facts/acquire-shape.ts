import type { Reentry } from '../model/index.ts';
import type { Statement } from './closed/expression.ts';
import type { Shape } from './closed/shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Place } from './fact.ts';
import type { GoFunction, GoSource } from './go-source.ts';

/**
 * How a tree acquires and releases the right to write events. What is left of each function in canonical form is read as a list
 * of steps in the words of `vocabulary`; the list must be one of the known ones, step for step, since the model's actions are these steps.
 */

export type Lock = 'seqlock' | 'writing';

export interface AcquireShape {
  readonly reentry: Reentry;
  /** Where a reentrant acquire decides. */
  readonly reentryPlace: Place;
  /** Whether a reentrant acquire that finds generation 0 undoes what it counted. */
  readonly undone: boolean;
  /** The model's actions with the line of the statement that each stands for. */
  readonly actions: readonly (readonly [action: string, place: Place])[];
}

/** Reads traceAcquireEnabled, traceRelease and, in the parent design, traceTryAcquireEnabled. */
export function readAcquire(source: GoSource, shapes: Shapes, lock: Lock): AcquireShape {
  const stepsOf = ({ name }: GoFunction): Step[] => blockSteps(shapes.get(name)?.statements ?? []);
  const acquire = knownFunction(source, 'traceAcquireEnabled');
  const steps = stepsOf(acquire);
  const known = matchSteps(acquire, steps, acquireShapes(lock));

  // The callers that may be reentrant give up before they would acquire; without them, nothing keeps the lock right.
  const tryAcquire = source.functions.get('traceTryAcquireEnabled');
  if (known.reentry === 'drop') {
    if (tryAcquire === undefined) {
      const why = 'it has no reentrant path, and there is no traceTryAcquireEnabled';
      throw new UnrecognizedShape('traceAcquireEnabled', acquire, why);
    }
    matchSteps(tryAcquire, stepsOf(tryAcquire), [
      { steps: ['if locked {', 'return none', '}', 'return acquire'] },
    ]);
  } else if (tryAcquire !== undefined) {
    throw new UnrecognizedShape(
      'traceTryAcquireEnabled',
      tryAcquire,
      'traceAcquireEnabled is reentrant already',
    );
  }

  const release = knownFunction(source, 'traceRelease');
  matchSteps(release, stepsOf(release), [{ steps: releaseShape(lock, known.reentry) }]);

  const first = (word: string): Step | undefined => steps.find((step) => step.word === word);
  const last = (word: string): Step | undefined => steps.findLast((step) => step.word === word);
  const inAcquire = (step: Step | undefined): Place => placeOf(acquire, step);
  const reload = inAcquire(first('return trace.gen') ?? first('gen = trace.gen'));
  const reentryPlaces: Readonly<Record<Reentry, Place>> = {
    drop: tryAcquire === undefined ? acquire : placeOf(tryAcquire, stepsOf(tryAcquire)[0]),
    reload,
    entryGen: inAcquire(first('return entryGen')),
  };
  const dropped = [['AcquireDropped', reentryPlaces.drop]] as const;
  const nested = [
    ['AcquireFlagDown', inAcquire(first('if locked {'))],
    ['AcquireReentrant', inAcquire(first('reentered++'))],
  ] as const;
  return {
    reentry: known.reentry,
    reentryPlace: reentryPlaces[known.reentry],
    undone: known.undone,
    actions: [
      ...(known.reentry === 'drop' ? dropped : nested),
      ...(known.reentry === 'reload' ? ([['AcquireReload', reload]] as const) : []),
      ['AcquireSetFlag', inAcquire(first(lock === 'seqlock' ? 'seqlock++' : 'writing = true'))],
      ['AcquireLoadGen', inAcquire(last('gen = trace.gen'))],
      ['AcquireUndo', inAcquire(last('if gen == 0 {'))],
    ],
  };
}

function placeOf(declared: GoFunction, step: Step | undefined): Place {
  return { file: declared.file, line: step?.line ?? declared.line };
}

export function knownFunction(source: GoSource, name: string): GoFunction {
  const found = source.functions.get(name);
  if (found === undefined) {
    const place = { file: source.functions.has('traceAdvance') ? 'traceruntime.go' : 'trace.go', line: 1 };
    throw new UnrecognizedShape(
      `the lack of ${name}`,
      place,
      'the tracer of 1.23 and every later release has it',
    );
  }
  return found;
}

interface KnownAcquire {
  readonly reentry: Reentry;
  readonly undone: boolean;
  readonly steps: readonly string[];
}

function acquireShapes(lock: Lock): KnownAcquire[] {
  const [up, down] = lock === 'seqlock' ? ['seqlock++', 'seqlock++'] : ['writing = true', 'writing = false'];
  const loadGen = ['gen = trace.gen', 'if gen == 0 {', down, 'm.locks--', 'return none', '}'];
  const ifLocked = (...path: string[]): string[] => [
    'm.locks++',
    'if locked {',
    ...path,
    '}',
    up,
    ...loadGen,
  ];
  return [
    { reentry: 'drop', undone: false, steps: ['m.locks++', up, ...loadGen, 'return gen'] },
    {
      reentry: 'reload',
      undone: false,
      steps: [...ifLocked('reentered++', 'return trace.gen'), 'return gen'],
    },
    {
      // No release has this; it is the smallest cure of the reload's leak at generation 0.
      reentry: 'reload',
      undone: true,
      steps: [
        ...ifLocked(
          'gen = trace.gen',
          'if gen == 0 {',
          'm.locks--',
          'return none',
          '}',
          'reentered++',
          'return gen',
        ),
        'return gen',
      ],
    },
    {
      reentry: 'entryGen',
      undone: false,
      steps: [...ifLocked('reentered++', 'return entryGen'), 'entryGen = gen', 'return gen'],
    },
  ];
}

function releaseShape(lock: Lock, reentry: Reentry): string[] {
  const down = lock === 'seqlock' ? 'seqlock++' : 'writing = false';
  if (reentry === 'drop') return [down, 'm.locks--'];
  return ['if reentered {', 'reentered--', '} else {', down, '}', 'm.locks--'];
}

/** Statements in canonical form, with locals as `$…`, and the step each is. */
const vocabulary: readonly (readonly [RegExp, string])[] = [
  [/^\$[\w.]+=acquirem\(\)$/, 'm.locks++'],
  [/^releasem\(\$[\w.]+\)$/, 'm.locks--'],
  [/^(\$[\w.]+=)?\$[\w.]+\.trace\.seqlock\.Add\(1\)$/, 'seqlock++'],
  [/^\$[\w.]+\.trace\.writing\.Store\(true\)$/, 'writing = true'],
  [/^\$[\w.]+\.trace\.writing\.Store\(false\)$/, 'writing = false'],
  [/^if (\$[\w.]+|getg\(\)\.m)\.trace\.seqlock\.Load\(\)%2==1$/, 'if locked {'],
  [/^if 1==(\$[\w.]+|getg\(\)\.m)\.trace\.seqlock\.Load\(\)%2$/, 'if locked {'],
  [/^if (\$[\w.]+|getg\(\)\.m)\.trace\.writing\.Load\(\)$/, 'if locked {'],
  [/^\$[\w.]+\.trace\.reentered\+=1$/, 'reentered++'],
  [/^\$[\w.]+\.trace\.reentered-=1$/, 'reentered--'],
  [/^if \$[\w.]+\.trace\.reentered>0$/, 'if reentered {'],
  [/^\$[\w.]+=trace\.gen\.Load\(\)$/, 'gen = trace.gen'],
  [/^if \$[\w.]+==0$/, 'if gen == 0 {'],
  [/^\$[\w.]+\.trace\.entryGen=\$[\w.]+$/, 'entryGen = gen'],
  [/^return traceLocker\{\}$/, 'return none'],
  [/^return traceLocker\{\$[\w.]+,\$\w+(\.\d+)?\}$/, 'return gen'],
  [/^return traceLocker\{\$[\w.]+,trace\.gen\.Load\(\)\}$/, 'return trace.gen'],
  [/^return traceLocker\{(\$[\w.]+),\1\.trace\.entryGen\}$/, 'return entryGen'],
  [/^return traceAcquireEnabled\(\)$/, 'return acquire'],
];

type Shapes = ReadonlyMap<string, Shape>;

interface Step {
  readonly word: string;
  readonly line: number;
}

/** Statements as steps. One without a word becomes a step of its own text, which no known list has. */
function blockSteps(statements: readonly Statement[]): Step[] {
  return statements.flatMap(({ text, line, blocks }): Step[] => {
    const known = vocabulary.find(([pattern]) => pattern.test(text));
    const opening = { word: known?.[1] ?? text, line };
    if (blocks.length === 0) return [opening];
    const [taken = [], otherwise = []] = blocks;
    return [
      opening,
      ...blockSteps(taken),
      ...(otherwise.length === 0
        ? []
        : [{ word: '} else {', line: otherwise[0]?.line ?? line }, ...blockSteps(otherwise)]),
      { word: '}', line: lastOf(blocks.flat(), line) },
    ];
  });
}

const lastOf = (statements: readonly Statement[], line: number): number =>
  Math.max(line, ...statements.map((inner) => lastOf(inner.blocks.flat(), inner.line)));

/** The known list that equals the steps; else the refusal names the first step that differs from the nearest list. */
function matchSteps<Known extends { readonly steps: readonly string[] }>(
  declared: GoFunction,
  steps: readonly Step[],
  known: readonly Known[],
): Known {
  let nearest = { agreed: -1, expected: 'its end' };
  for (const candidate of known) {
    const differs = candidate.steps.findIndex((expected, index) => steps[index]?.word !== expected);
    if (differs < 0 && steps.length === candidate.steps.length) return candidate;
    const agreed = differs < 0 ? candidate.steps.length : differs;
    const expected = candidate.steps[agreed];
    if (agreed > nearest.agreed) {
      nearest = { agreed, expected: expected === undefined ? 'its end' : `'${expected}'` };
    }
  }
  const odd = steps[nearest.agreed];
  const found = odd === undefined ? 'it ends' : `line ${odd.line} is '${odd.word}'`;
  throw new UnrecognizedShape(declared.name, declared, `${found} where the nearest has ${nearest.expected}`);
}
