/**
 * What guards ask of the packed state, found out by asking them.
 *
 * A conjunct of one action instance is a function of the scalars that it reads. Over scalars of few values all its answers
 * can be had beforehand: it is run on a state in which each scalar that it reads takes each of its stored values in turn,
 * and the answers make a tree. The engine tests the bits of the tree instead of calling the conjunct.
 *
 * This changes no answer: a guard is a pure function (debug mode, which calls them all, asks twice), so that on a packed
 * state it goes the way of the values that it reads there. Where the tree would be large, a scalar has many values, or the
 * conjunct throws (an index that only another conjunct keeps in range), a leaf says so and the engine calls the conjunct.
 */
import { ignoreRejection } from '../state/answers.ts';
import type { Layout, ScalarShape } from '../state/layout.ts';
import { maskOf, storeRaw } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField, View } from '../language/schema.ts';
import { watchedView } from '../state/views.ts';

/**
 * An answer; `ask` where the conjunct is to be called, and `fault` where it is to be called because it threw or did not answer
 * true or false; or a scalar and what follows for each of its stored values.
 */
export type Decision = boolean | 'ask' | 'fault' | Branching;

export interface Branching {
  readonly shape: ScalarShape;
  readonly branches: readonly Decision[];
}

/** Runs of a conjunct per tree; one over two scalars of the tracer needs some 50, one over a program counter as many as there are places. */
const RUNS_MAX = 300;
/**
 * Reads of one run. A state that is asked about need not be one that a run of the system reaches, and a guard that follows
 * references may walk in a circle there for ever. It is called in the search then, where only states count that are reached.
 */
const READS_MAX = 4096;
class TooManyReads extends Error {}
/** Runs for all conjuncts of a program: the tracer needs some 10,000. What is left is called, so that 10,000 actions start at once. */
const RUNS_IN_ALL = 1 << 17;
/** A scalar that is branched on has at most 256 values: program counters of the tracer have up to some 200. */
const BITS_MAX = 8;
/** Instances of an action beyond which it is not worth the code: its conjuncts are called in a loop. */
const INSTANCES_MAX = 64;

/** By action, then instance, then conjunct; undefined for an action of too many instances. */
export type Decisions = readonly (readonly (readonly Decision[])[] | undefined)[];

const known = new WeakMap<Program, Decisions>();

/** The trees of all guards. */
export function decisionsOf<S extends RecordField>(program: Program<S>, layout: Layout): Decisions {
  const key = program as unknown as Program;
  let decisions = known.get(key);
  if (decisions === undefined) {
    const budget = { runs: RUNS_IN_ALL };
    const decide = deciderOf<S>(layout, budget);
    decisions = program.actions.map(({ action, params }) =>
      params.length > INSTANCES_MAX || budget.runs <= 0
        ? undefined
        : params.map((values) => action.guard.map(({ holds }) => decide((state) => holds(state, values)))),
    );
    known.set(key, decisions);
  }
  return decisions;
}

/** A function that gives the tree of a predicate over states of this layout. */
export function deciderOf<S extends RecordField>(
  layout: Layout,
  budget = { runs: RUNS_IN_ALL },
): (holds: (state: View<S>) => boolean) => Decision {
  const words = new Int32Array(layout.words);
  const shapes = new Map(layout.scalars.map((shape) => [placeOf(shape), shape]));
  let reads: number[] = [];
  let readsLeft = 0;
  const view = watchedView<S>(layout, words, (position, bits) => {
    if (--readsLeft < 0) throw new TooManyReads();
    const place = placeOf({ position, bits });
    if (!reads.includes(place)) reads.push(place);
  });
  return (holds) => {
    let runs = 0;
    const run = (): boolean | 'ask' | 'fault' => {
      reads = [];
      readsLeft = READS_MAX;
      runs++;
      budget.runs--;
      try {
        // What is neither true nor false is told of a state that is reached.
        const answer: unknown = holds(view);
        ignoreRejection(answer);
        return typeof answer === 'boolean' ? answer : 'fault';
      } catch (thrown) {
        if (!(thrown instanceof TooManyReads)) return 'fault';
        runs = RUNS_MAX;
        return 'ask';
      }
    };
    /** The tree below `depth` scalars whose values are in `words`; all others are 0 there. */
    const below = (depth: number): Decision => {
      if (runs >= RUNS_MAX) return 'ask';
      const answer = run();
      const place = reads[depth];
      if (place === undefined) return answer;
      // What is read past the end of an array need not be a scalar.
      const shape = shapes.get(place);
      if (shape === undefined || shape.bits > BITS_MAX) return 'ask';
      const branches: Decision[] = [];
      for (let raw = 0; raw <= maskOf(shape.bits); raw++) {
        storeRaw(words, shape, raw);
        branches.push(below(depth + 1));
      }
      storeRaw(words, shape, 0);
      const [first] = branches;
      return first !== undefined && typeof first !== 'object' && branches.every((one) => one === first)
        ? first
        : { shape, branches };
    };
    words.fill(0);
    return below(0);
  };
}

/** A number for where a scalar lies and how wide it is. */
const placeOf = ({ position, bits }: Pick<ScalarShape, 'position' | 'bits'>): number => position * 32 + bits;

const storedOf = ({ position, bits }: ScalarShape, words: string): string =>
  `(${words}[${String(position >>> 5)}] >>> ${String(position & 31)} & ${String(maskOf(bits))})`;

/** The tree as an expression over the array `words`, with `ask` in place of the leaves that say so. */
export function expressionOf(decision: Decision, words: string, ask: string): string {
  if (typeof decision !== 'object')
    return decision === 'ask' || decision === 'fault' ? ask : String(decision);
  const stored = storedOf(decision.shape, words);
  const values = new Map<string, number[]>();
  decision.branches.forEach((branch, raw) => {
    const text = expressionOf(branch, words, ask);
    values.set(text, [...(values.get(text) ?? []), raw]);
  });
  // The most frequent text comes last, without a test of its own.
  const [last, ...others] = [...values].sort(([, a], [, b]) => b.length - a.length);
  return others.reduce(
    (rest, [text, raws]) => choice(oneOf(stored, raws, decision.branches.length), text, rest),
    last === undefined ? 'false' : last[0],
  );
}

/** The tree as a function of a state's words, where it asks one scalar and nothing else; undefined for another tree. */
export function quickTest(decision: Decision | undefined): ((words: Int32Array) => boolean) | undefined {
  const test = testOf(decision);
  return test && ((words) => holdsIn(words, test));
}

/** For which stored values of a scalar a tree holds: bit v & 31 of number v >>> 5 for value v. */
interface ScalarTest {
  readonly word: number;
  readonly shift: number;
  readonly mask: number;
  readonly holds: Int32Array;
}

function testOf(decision: Decision | undefined): ScalarTest | undefined {
  if (typeof decision !== 'object' || decision.branches.some((one) => typeof one !== 'boolean'))
    return undefined;
  const { position, bits } = decision.shape;
  return {
    ...{ word: position >>> 5, shift: position & 31, mask: maskOf(bits) },
    holds: setOf(
      decision.branches.flatMap((one, raw) => (one === true ? [raw] : [])),
      decision.branches.length,
    ),
  };
}

/** Values as bits. */
function setOf(values: readonly number[], count: number): Int32Array {
  const set = new Int32Array((count + 31) >>> 5);
  for (const value of values) set[value >>> 5] = (set[value >>> 5] ?? 0) | (1 << (value & 31));
  return set;
}

const holdsIn = (words: Int32Array, { word, shift, mask, holds }: ScalarTest): boolean => {
  const value = ((words[word] ?? 0) >>> shift) & mask;
  return (((holds[value >>> 5] ?? 0) >>> (value & 31)) & 1) === 1;
};

/** An instance of an action: the trees of its conjuncts, the text that calls conjunct `g`, and the text to run where all hold. */
export interface Option {
  readonly conjuncts: readonly Decision[];
  readonly ask: (g: number) => string;
  readonly then: string;
}

/**
 * Statements that run every option whose conjuncts hold in `words`. Options that look at the same scalar stand together in
 * one switch over its values, so that a state passes over most of them at once.
 */
export function dispatch(options: readonly Option[], words: string): readonly string[] {
  const users = new Map<ScalarShape, number>();
  const branching = ({ conjuncts }: Option): Branching[] =>
    conjuncts.filter((one): one is Branching => typeof one === 'object');
  for (const { shape } of options.flatMap(branching)) users.set(shape, (users.get(shape) ?? 0) + 1);
  const groups = new Map<ScalarShape | undefined, Option[]>();
  for (const option of options) {
    const [most] = branching(option)
      .map(({ shape }) => shape)
      .sort((a, b) => (users.get(b) ?? 0) - (users.get(a) ?? 0));
    const group = groups.get(most);
    if (group === undefined) groups.set(most, [option]);
    else group.push(option);
  }
  /** The option as a statement, where `shape`, if it is given, has the value `raw`. */
  const statement = ({ conjuncts, ask, then }: Option, shape?: ScalarShape, raw = 0): string => {
    const decided = conjuncts.map((one) =>
      typeof one === 'object' && one.shape === shape ? (one.branches[raw] ?? 'ask') : one,
    );
    // A fault is told even where a conjunct after it does not hold, as it is where all are asked in their order.
    const end = decided.indexOf(false);
    if (end >= 0 && !conjuncts.slice(0, end).some(mayFault)) return '';
    const tests = decided.map((one, g) => expressionOf(one, words, ask(g)));
    const test = tests.filter((one) => one !== 'true').join(' && ');
    return test === '' ? then : `if (${test}) ${then}`;
  };
  return [...groups].map(([shape, group]) => {
    if (shape === undefined || group.length === 1) return group.map((option) => statement(option)).join('\n');
    const cases = Array.from({ length: maskOf(shape.bits) + 1 }, (_, raw) => {
      const body = group.map((option) => statement(option, shape, raw)).filter((text) => text !== '');
      return body.length === 0 ? '' : `case ${String(raw)}: ${body.join(' ')} break;`;
    });
    return `switch (${storedOf(shape, words)}) { ${cases.join('\n')} }`;
  });
}

/** A conjunct that is still to be called may be at fault as well. */
const mayFault = (decision: Decision): boolean =>
  decision === 'fault' ||
  decision === 'ask' ||
  (typeof decision === 'object' && decision.branches.some(mayFault));

/** The statements as functions of moderate size, which V8 optimizes, and the calls of them. */
export function inParts(name: string, statements: readonly string[]): { text: string; calls: string } {
  const parts = statements.map((one, part) => `function ${name}${String(part)}(index) { ${one} }`);
  return {
    text: parts.join('\n'),
    calls: parts.map((_, part) => `${name}${String(part)}(index);`).join(' '),
  };
}

function choice(test: string, yes: string, no: string): string {
  if (yes === 'true') return no === 'false' ? test : `(${test} || ${no})`;
  if (yes === 'false') return no === 'true' ? `!(${test})` : `(!(${test}) && ${no})`;
  return no === 'false' ? `(${test} && ${yes})` : `(${test} ? ${yes} : ${no})`;
}

function oneOf(stored: string, raws: readonly number[], count: number): string {
  const [only] = raws;
  if (raws.length === 1) return `${stored} === ${String(only)}`;
  // Shifts take the lowest five bits of what they shift by.
  const tests = [...new Set(raws.map((raw) => raw >>> 5))].map((number) => {
    const bits = raws.reduce((all, raw) => (raw >>> 5 === number ? all | (1 << (raw & 31)) : all), 0);
    const test = `(${String(bits)} >>> ${stored} & 1) !== 0`;
    return count <= 32 ? test : `${stored} >>> 5 === ${String(number)} && ${test}`;
  });
  return count <= 32 ? tests.join('') : `(${tests.join(' || ')})`;
}
