/**
 * The code that finds and adds states, as generated/table.ts has it for JavaScript, over the same columns and with the same hash.
 */
import { hashEnd, hashStart, multiplierOf } from '../mixed.ts';
import { BATCH_STATES } from '../generated/table.ts';
import type { Addresses } from './addresses.ts';
import { control, rowBytes } from './addresses.ts';
import { Code } from './encoder.ts';

export interface TableShape {
  readonly words: number;
  /** Bytes of an entry of the action column. */
  readonly actionBytes: number;
  /** Whether other threads add states to the same table. */
  readonly shared: boolean;
}

/** Mixes a word, which is on the stack, into the hash. */
function mix(code: Code, h: number, word: number): void {
  code.get(h).op('i32.xor').const(multiplierOf(word)).op('i32.mul').tee(h);
  code.get(h).const(15).op('i32.shr_u', 'i32.xor').set(h);
}

/** Leaves the hash of the words that `load` pushes in `h`. */
function hash(code: Code, h: number, words: number, load: (w: number) => void): void {
  code.const(hashStart).set(h);
  for (let w = 0; w < words; w++) {
    load(w);
    mix(code, h, w);
  }
  code.get(h).const(hashEnd).op('i32.mul').tee(h).get(h).const(16).op('i32.shr_u', 'i32.xor').set(h);
}

/** Pushes a word of `control`. */
export const cell = (code: Code, at: Addresses, name: keyof typeof control): Code =>
  code.const(0).memory('i32.load', at.control + control[name] * 4);

/** Puts a successor into the batch: its words, then its source, the instance that made it, and its hash. */
export function defer(
  code: Code,
  {
    words,
    index,
    instance,
    batch,
    h,
    canonical,
  }: {
    /** Locals that hold the successor's words, its source, and where it goes. */
    readonly words: readonly number[];
    readonly index: number;
    readonly batch: number;
    /** A local for its hash. */
    readonly h: number;
    readonly instance: number;
    /** A function (row) that replaces the state there by its representative; null in a search without symmetry. */
    readonly canonical: number | null;
  },
): void {
  words.forEach((word, w) =>
    code
      .get(batch)
      .get(word)
      .memory('i32.store', w * 4),
  );
  const behind = words.length * 4;
  code.get(batch).get(index).memory('i32.store', behind);
  code
    .get(batch)
    .const(instance)
    .memory('i32.store', behind + 4);
  if (canonical === null) hash(code, h, words.length, (w) => code.get(words[w] ?? 0));
  else {
    code.get(batch).call(canonical);
    hash(code, h, words.length, (w) => code.get(batch).memory('i32.load', w * 4));
  }
  code
    .get(batch)
    .get(h)
    .memory('i32.store', behind + 8);
  code.get(batch).const(rowBytes(words.length)).op('i32.add').set(batch);
}

/** Pushes where the row of a state lies, in bytes from the first row. */
export const rowAt = (code: Code, index: number, words: number): Code =>
  code
    .get(index)
    .const(words * 4)
    .op('i32.mul');

/** How a state is expanded: `step` are functions (row, index, batch); `ended` is called for a state without steps, and `verify` for each. */
export interface Expanding {
  readonly step: readonly number[];
  readonly words: number;
  readonly ended: number | null;
  readonly verify?: number | null;
}

/** Expands the state `index`, counts its steps, and goes on to the next; `batch` is where its successors go. */
export function expandState(
  code: Code,
  at: Addresses,
  { step, words, ended, verify = null }: Expanding,
  { index, batch, degree }: { readonly index: number; readonly batch: number; readonly degree: number },
): void {
  code.const(0).const(0).memory('i32.store', at.degree);
  for (const one of step) rowAt(code, index, words).get(index).get(batch).call(one).set(batch);
  countSteps(code, at, { index, degree, ended });
  if (verify !== null) code.get(index).call(verify);
  code.get(index).const(1).op('i32.add').set(index);
}

/** Counts the steps of the state that has been expanded; where it has none, calls `ended`. */
function countSteps(
  code: Code,
  at: Addresses,
  {
    index,
    degree,
    ended,
  }: { readonly index: number; readonly degree: number; readonly ended: number | null },
): void {
  cell(code, at, 'degree').set(degree);
  code.const(0);
  cell(code, at, 'generated')
    .get(degree)
    .op('i32.add')
    .memory('i32.store', at.control + control.generated * 4);
  code.get(degree);
  cell(code, at, 'degreeMin').op('i32.lt_u');
  code.if();
  code
    .const(0)
    .get(degree)
    .memory('i32.store', at.control + control.degreeMin * 4);
  code.end();
  code.get(degree);
  cell(code, at, 'degreeMax').op('i32.gt_u');
  code.if();
  code
    .const(0)
    .get(degree)
    .memory('i32.store', at.control + control.degreeMax * 4);
  code.end();
  if (ended !== null) {
    code.get(degree).op('i32.eqz');
    code.if();
    code.get(index).call(ended);
    code.end();
  }
}

/** A function (from, to) that expands states, and returns the first that it did not; `step` are functions (row, index, batch). */
export function expandFunction(
  { words }: TableShape,
  at: Addresses,
  {
    room,
    flush,
    ...states
  }: Omit<Expanding, 'words'> & {
    readonly room: number;
    readonly flush: number;
  },
): Code {
  const code = new Code(2);
  const [FROM, TO] = [0, 1];
  const [batch, degree] = [code.local(), code.local()];
  const index = FROM;
  code.const(at.batch).set(batch);
  const done = code.block();
  const expanding = code.loop();
  code.get(index).get(TO).op('i32.ge_u').branchIf(done);
  code
    .get(batch)
    .const(at.batch + BATCH_STATES * rowBytes(words))
    .op('i32.ge_u');
  code.if();
  code.get(batch).call(flush).const(at.batch).set(batch);
  code.end();
  cell(code, at, 'free');
  cell(code, at, 'end').const(room).op('i32.sub', 'i32.gt_s').branchIf(done);
  expandState(code, at, { ...states, words }, { index, batch, degree });
  code.branch(expanding);
  code.end();
  code.end();
  code.get(batch).call(flush);
  return code.get(index);
}

/** A function (from, to) that puts states of the arena into the table. */
export function fillFunction({ words, shared }: TableShape, at: Addresses): Code {
  const code = new Code(2);
  const [index, TO] = [0, 1];
  const names = ['h', 'slotMask', 'slot', 'o', 'i', 'end', 'sum'] as const;
  const local = Object.fromEntries(names.map((name) => [name, code.local()])) as Record<
    (typeof names)[number],
    number
  >;
  const { h, slotMask, slot, o, i, end, sum } = local;
  cell(code, at, 'slotMask').set(slotMask);
  const done = code.block();
  const batching = code.loop();
  code.get(index).get(TO).op('i32.ge_u').branchIf(done);
  code
    .get(TO)
    .get(index)
    .const(BATCH_STATES)
    .op('i32.add')
    .tee(end)
    .get(TO)
    .get(end)
    .op('i32.lt_u', 'select')
    .set(end);
  code.get(index).set(i);
  const hashing = code.loop();
  rowAt(code, i, words).set(o);
  hash(code, h, words, (w) => code.get(o).memory('i32.load', at.arena + w * 4));
  code.get(i).get(index).op('i32.sub').const(2).op('i32.shl').get(h).memory('i32.store', at.hashes);
  code.get(i).const(1).op('i32.add').tee(i).get(end).op('i32.lt_u').branchIf(hashing);
  code.end();
  code.get(index).set(i);
  const touching = code.loop();
  code.get(i).get(index).op('i32.sub').const(2).op('i32.shl').memory('i32.load', at.hashes);
  code.get(slotMask).op('i32.and').const(2).op('i32.shl').memory('i32.load', at.table);
  code.get(sum).op('i32.xor').set(sum);
  code.get(i).const(1).op('i32.add').tee(i).get(end).op('i32.lt_u').branchIf(touching);
  code.end();
  code.get(index).set(i);
  const adding = code.loop();
  code
    .get(i)
    .get(index)
    .op('i32.sub')
    .const(2)
    .op('i32.shl')
    .memory('i32.load', at.hashes)
    .tee(h)
    .get(slotMask)
    .op('i32.and')
    .set(slot);
  const entry = (): void => {
    code.get(h).get(slotMask).const(-1).op('i32.xor', 'i32.and').get(i).const(1).op('i32.add', 'i32.or');
  };
  const found = code.block();
  const probing = code.loop();
  code.get(slot).const(2).op('i32.shl');
  if (shared) {
    code.const(0);
    entry();
    code.atomic('i32.atomic.rmw.cmpxchg', at.table);
  } else code.memory('i32.load', at.table);
  code.op('i32.eqz').branchIf(found);
  code.get(slot).const(1).op('i32.add').get(slotMask).op('i32.and').set(slot).branch(probing);
  code.end();
  code.end();
  if (!shared) {
    code.get(slot).const(2).op('i32.shl');
    entry();
    code.memory('i32.store', at.table);
  }
  code.get(i).const(1).op('i32.add').tee(i).get(end).op('i32.lt_u').branchIf(adding);
  code.end();
  code.get(end).set(index).branch(batching);
  code.end();
  code.end();
  code
    .const(0)
    .get(sum)
    .memory('i32.store', at.control + control.touched * 4);
  return code;
}
