/** What the fuzzing script tries: a subject is a kind of random input, and a judge that throws where two answers differ. */
import fc from 'fast-check';

export interface Tally {
  /** Counts one more of what was tried. */
  count(what: string): void;
  /** Keeps the largest of these numbers. */
  most(what: string, value: number): void;
}

export interface Difference {
  /** Of the round, from 1. */
  readonly input: number;
  readonly shrinks: number;
  readonly shown: string;
  readonly message: string;
}

export interface Subject {
  readonly name: string;
  /** What is compared with what. */
  readonly about: string;
  /** Tries the inputs of one round, which its seed decides; the first difference is shrunk. `before` is called with each input. */
  round(seed: number, tally: Tally, before: (shown: string) => Promise<void>): Promise<Difference | null>;
}

interface Parts<T> {
  readonly name: string;
  readonly about: string;
  readonly inputs: fc.Arbitrary<T>;
  /** How many inputs a round has. */
  readonly perRound: number;
  readonly judge: (input: T, tally: Tally) => Promise<void> | void;
  /** The input as a person reads it, on one line. */
  readonly show: (input: T) => string;
}

/** Shrinking ends after this time with the smallest input so far. */
const shrinkMaxMs = 20_000;

export function subject<T>({ name, about, inputs, perRound, judge, show }: Parts<T>): Subject {
  return {
    name,
    about,
    async round(seed, tally, before) {
      let tried = 0;
      let failedAt: number | undefined;
      const property = fc.asyncProperty(inputs, async (input) => {
        // This ends the run: to let the rest pass would still list it, which can take for ever.
        if (failedAt !== undefined && performance.now() - failedAt > shrinkMaxMs)
          throw new fc.PreconditionFailure(true);
        await before(show(input));
        if (failedAt === undefined) tried++;
        try {
          await judge(input, failedAt === undefined ? tally : silent);
        } catch (error) {
          if (!fc.PreconditionFailure.isFailure(error)) failedAt ??= performance.now();
          throw error;
        }
      });
      const found = await fc.check(property, { seed, numRuns: perRound, maxSkipsPerRun: 1000 });
      if (found.counterexample === null) return null;
      return {
        input: tried,
        shrinks: found.numShrinks,
        shown: show(found.counterexample[0]),
        message:
          found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance),
      };
    },
  };
}

const silent: Tally = { count: () => undefined, most: () => undefined };

/** The choices that a random system is made of. */
export const tape = (length: number): fc.Arbitrary<number[]> =>
  fc.noBias(fc.array(fc.nat(0xffff), { minLength: length, maxLength: length }));
