/**
 * The code that finds and adds states, as generated/table.ts has it for JavaScript, over the same columns and with the same hash.
 */
import { hashEnd, hashStart, multiplierOf } from '../mixed.ts';
import { BATCH_STATES } from '../generated/table.ts';
import type { Addresses } from './addresses.ts';
import { actionColumn, lower } from './action-column.ts';
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

const cell = (code: Code, at: Addresses, name: keyof typeof control): Code =>
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

/** A function from the end of the batch: finds or adds each state in it, and has the new ones judged. `judge` is (row, index). */
export function flushFunction(shape: TableShape, at: Addresses, judge: number | null): Code {
  const { words, shared } = shape;
  const code = new Code(1);
  const action = actionColumn(code, shape, at);
  const [END] = [0];
  const [b, h, slotMask, tagMask] = [code.local(), code.local(), code.local(), code.local()];
  const [slot, entry, known, o] = [code.local(), code.local(), code.local(), code.local()];
  const [instance, free, sum, base] = [code.local(), code.local(), code.local(), code.local()];
  const was = code.local();
  const key = Array.from({ length: words }, () => code.local());
  const stride = rowBytes(words);
  const hashAt = (words + 2) * 4;
  const row = words * 4;
  cell(code, at, 'slotMask').tee(slotMask).const(-1).op('i32.xor').set(tagMask);
  cell(code, at, 'free').set(free);
  cell(code, at, 'base').set(base);
  const done = code.block();
  code.get(END).const(at.batch).op('i32.eq').branchIf(done);
  code.const(at.batch).set(b);
  const touching = code.loop();
  code.get(b).memory('i32.load', hashAt).get(slotMask).op('i32.and').const(2).op('i32.shl');
  code.memory('i32.load', at.table).get(sum).op('i32.xor').set(sum);
  code.get(b).const(stride).op('i32.add').tee(b).get(END).op('i32.lt_u').branchIf(touching);
  code.end();
  // The rows behind the slots where the tags are alike, else what stands before the first; of a row the last word.
  code.const(at.batch).set(b);
  const reaching = code.loop();
  code.get(b).memory('i32.load', hashAt).tee(h).get(slotMask).op('i32.and').const(2).op('i32.shl');
  code.memory('i32.load', at.table).tee(entry).get(slotMask).op('i32.and').const(row).op('i32.mul').const(0);
  code.get(entry).get(h).op('i32.xor').get(tagMask).op('i32.and', 'i32.eqz', 'select');
  code
    .memory('i32.load', at.arena - 4)
    .get(sum)
    .op('i32.xor')
    .set(sum);
  code.get(b).const(stride).op('i32.add').tee(b).get(END).op('i32.lt_u').branchIf(reaching);
  code.end();
  code
    .const(0)
    .get(sum)
    .memory('i32.store', at.control + control.touched * 4);
  // Each is found or added.
  code.const(at.batch).set(b);
  const adding = code.loop();
  const next = code.block();
  code.get(b).memory('i32.load', hashAt).tee(h).get(slotMask).op('i32.and').set(slot);
  key.forEach((word, w) =>
    code
      .get(b)
      .memory('i32.load', w * 4)
      .set(word),
  );
  code
    .get(b)
    .memory('i32.load', row + 4)
    .set(instance);
  const probing = code.loop();
  const other = code.block();
  const isKnown = code.block();
  code.get(slot).const(2).op('i32.shl').memory('i32.load', at.table).tee(entry).branchIf(isKnown);
  // The row is written where the next new state goes, and then its number into the table, by which others find it.
  code.get(free).const(row).op('i32.mul').set(o);
  key.forEach((word, w) =>
    code
      .get(o)
      .get(word)
      .memory('i32.store', at.arena + w * 4),
  );
  code.get(free).const(2).op('i32.shl').get(b).memory('i32.load', row).memory('i32.store', at.parent);
  action.place(free).get(instance).memory(action.store, action.at(0));
  code.get(slot).const(2).op('i32.shl');
  if (shared) code.const(0);
  code.get(h).get(tagMask).op('i32.and').get(free).const(1).op('i32.add').tee(known).op('i32.or');
  // Who comes second finds the entry of the first, and uses the row again.
  if (shared) code.atomic('i32.atomic.rmw.cmpxchg', at.table).tee(entry).branchIf(isKnown);
  else code.memory('i32.store', at.table);
  if (judge !== null) code.get(o).get(free).call(judge);
  code.get(known).set(free).branch(next);
  code.end();
  code.get(entry).get(h).op('i32.xor').get(tagMask).op('i32.and').branchIf(other);
  // The number of the state, counted from 1.
  code.get(entry).get(slotMask).op('i32.and').tee(known).const(row).op('i32.mul').set(o);
  const differs = (): void => {
    key.forEach((word, w) => {
      code
        .get(o)
        .memory('i32.load', at.arena - row + w * 4)
        .get(word)
        .op('i32.xor');
      if (w > 0) code.op('i32.or');
    });
  };
  differs();
  if (shared) {
    // As in generated/table.ts: what seems to differ is looked at again behind an atomic load.
    code.if();
    code.get(slot).const(2).op('i32.shl').atomic('i32.atomic.load', at.table).op('drop');
    differs();
    code.branchIf(other);
    code.end();
    lower(code, action, { instance, known, base, was });
  } else {
    code.branchIf(other);
    // A state of the level that is being built keeps its least instance. It is stored in any case: a branch would be mispredicted.
    action.place(known).get(instance);
    action.place(known).memory(action.load, action.at(1)).tee(was);
    code.get(instance).get(was).op('i32.lt_u').get(known).get(base).op('i32.gt_u', 'i32.and', 'select');
    code.memory(action.store, action.at(1));
  }
  code.branch(next);
  code.end();
  code.get(slot).const(1).op('i32.add').get(slotMask).op('i32.and').set(slot).branch(probing);
  code.end();
  code.op('unreachable');
  code.end();
  code.get(b).const(stride).op('i32.add').tee(b).get(END).op('i32.lt_u').branchIf(adding);
  code.end();
  code.end();
  code
    .const(0)
    .get(free)
    .memory('i32.store', at.control + control.free * 4);
  return code;
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
