/** Execution traces, whole and damaged: the fast printer against its slow twin, and the validator beside it. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { designNamed, recordProcess, workloads } from '../../reference/index.ts';
import { damagedTraces, traces as wholeTraces } from '../../wire/testing/arbitrary.ts';
import type { Mutable } from '../../wire/testing/mutate.ts';
import { mutable, mutant, randomOf } from '../../wire/testing/mutate.ts';
import { fast, plainly } from '../../wire/testing/printed.ts';
import { encodeText, readTrace, validate, WireError } from '../../wire/index.ts';
import type { Subject, Tally } from './subject.ts';
import { subject } from './subject.ts';

interface Input {
  readonly bytes: Uint8Array;
  /** Of the pieces that the printer gets. */
  readonly sizes: readonly number[];
  readonly from: string;
}

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 500_000 })), {
  minLength: 1,
  maxLength: 4,
});

/** Made once, when the first of them is wanted. */
const recorded: Mutable[] = [];
function recordedAt(index: number): Mutable {
  if (recorded.length === 0)
    for (const workload of workloads)
      for (const design of ['1.23', '1.25', '1.26-nosplit']) {
        const options = { rounds: 3, advances: 2, stepsMax: 20, seed: 1 };
        recorded.push(mutable(recordProcess({ workload, design: designNamed(design), ...options }).bytes));
      }
  return recorded[index % recorded.length] ?? { bytes: new Uint8Array(), items: [] };
}

const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ bytes: wholeTraces, sizes, from: fc.constant('made up') }),
  fc.record({ bytes: damagedTraces, sizes, from: fc.constant('made up, damaged') }),
  fc.record({
    bytes: fc
      .tuple(fc.nat(99), fc.nat(2 ** 30))
      .map(([index, seed]) => mutant(recordedAt(index), randomOf(seed))),
    sizes,
    from: fc.constant('recorded, damaged'),
  }),
);

async function judge({ bytes, sizes, from }: Input, tally: Tally): Promise<void> {
  tally.count(from);
  tally.most('bytes', bytes.length);
  const text = plainly(bytes, 'text');
  tally.count(text.error === null ? 'decoded' : 'not decoded');
  deepStrictEqual(await fast(bytes, 'text', sizes), text);
  deepStrictEqual(await fast(bytes, 'jsonl', sizes), plainly(bytes, 'jsonl'));
  // A damage may leave a number with more bytes than it needs, which no text tells.
  if (text.error === null && from === 'made up') await judgeText(bytes, text.text);
  const verdict = verdictOf(bytes, false);
  const strict = verdictOf(bytes, true);
  deepStrictEqual(strict.violation, verdict.violation, 'the strict rules change the verdict');
  tally.count(verdict.violation === null ? 'valid' : 'not valid');
  // Go's reader ends quietly where some batches do; that is told by a strict rule alone.
  if (text.error !== null)
    ok(strict.violation !== null || strict.findings > 0, `nothing is found, but not decoded: ${text.error}`);
}

/** The text says all: the bytes that are made of it give the same text. */
async function judgeText(bytes: Uint8Array, text: string): Promise<void> {
  // Go writes no line for data of no bytes, and cannot read that.
  const readable = text.replace(/^((?:String|ExperimentalBatch) .*\n)(?!\tdata=)/gm, '$1\tdata=""\n');
  const again = encodeText(`Trace Go1.${readTrace(bytes).version}\n${readable}`);
  deepStrictEqual(await fast(again, 'text'), { text, error: null });
}

/** What is violated, and how many strict rules are; a header that is none is a violation here. */
function verdictOf(
  bytes: Uint8Array,
  strict: boolean,
): { readonly violation: unknown; readonly findings: number } {
  try {
    const { violation, findings } = validate(bytes, { strict });
    return { violation, findings: findings?.length ?? 0 };
  } catch (error) {
    if (error instanceof WireError) return { violation: error.message, findings: 0 };
    throw error;
  }
}

export const traces: Subject = subject({
  name: 'traces',
  about: 'whole and damaged execution traces, decoded fast and slowly, validated',
  inputs,
  perRound: 30,
  show: ({ bytes, sizes, from }) =>
    `${from}, in pieces of ${sizes.join()}: base64 ${Buffer.from(bytes).toString('base64')}`,
  judge,
});
