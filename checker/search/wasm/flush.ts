/**
 * The code that looks up a batch of successors, and adds the new ones.
 *
 * Most successors have been met before, and most of these a short time ago. So first a small table is asked, which says what states
 * were met last; it and their rows stand in a near cache. This has no branch that could be mispredicted. The successors that are not
 * found there go the long way by the table of all states, one by one, after their slots have been touched.
 */
import type { ActionColumn } from './action-column.ts';
import { actionColumn, lower } from './action-column.ts';
import type { Addresses } from './addresses.ts';
import { control, RECENT, rowBytes } from './addresses.ts';
import type { Label } from './encoder.ts';
import { Code } from './encoder.ts';
import type { TableShape } from './table.ts';
import { cell, rowAt } from './table.ts';

/** A function from the end of the batch: finds or adds each state in it, and has the new ones judged. `judge` is (row, index). */
export function flushFunction(shape: TableShape, at: Addresses, judge: number | null): Code {
  const code = new Code(1);
  const flush = new Flush(code, shape, at);
  const done = code.block();
  code.get(END).const(at.batch).op('i32.eq').branchIf(done);
  flush.find();
  flush.touch();
  flush.add();
  if (judge !== null) flush.judge(judge);
  code.end();
  flush.finish();
  return code;
}

const END = 0;

class Flush {
  readonly #code: Code;
  readonly #shape: TableShape;
  readonly #at: Addresses;
  readonly #action: ActionColumn;
  /** Where the row of the batch lies, its hash and its instance. */
  readonly #b: number;
  readonly #h: number;
  readonly #instance: number;
  readonly #slotMask: number;
  readonly #tagMask: number;
  readonly #base: number;
  /** An entry of the table, the number of its state, counted from 1, and where its row lies. */
  readonly #entry: number;
  readonly #known: number;
  readonly #o: number;
  readonly #slot: number;
  readonly #was: number;
  /** Where the addresses of those that were not found end. */
  readonly #rest: number;
  readonly #free: number;
  readonly #stride: number;
  readonly #row: number;

  constructor(code: Code, shape: TableShape, at: Addresses) {
    this.#code = code;
    this.#shape = shape;
    this.#at = at;
    this.#action = actionColumn(code, shape, at);
    const local = (): number => code.local();
    [this.#b, this.#h, this.#instance, this.#slotMask, this.#tagMask] = [
      local(),
      local(),
      local(),
      local(),
      local(),
    ];
    [this.#base, this.#entry, this.#known, this.#o, this.#slot] = [
      local(),
      local(),
      local(),
      local(),
      local(),
    ];
    [this.#was, this.#rest, this.#free] = [local(), local(), local()];
    this.#stride = rowBytes(shape.words);
    this.#row = shape.words * 4;
    cell(code, at, 'slotMask').tee(this.#slotMask).const(-1).op('i32.xor').set(this.#tagMask);
    cell(code, at, 'free').set(this.#free);
    cell(code, at, 'base').set(this.#base);
  }

  /** Runs what `each` writes for each row of the batch. */
  #eachRow(each: () => void): void {
    const code = this.#code;
    code.const(this.#at.batch).set(this.#b);
    const next = code.loop();
    each();
    code.get(this.#b).const(this.#stride).op('i32.add').tee(this.#b).get(END).op('i32.lt_u').branchIf(next);
    code.end();
  }

  #loadHash(): Code {
    return this.#code.get(this.#b).memory('i32.load', this.#row + 8);
  }

  /** Finds those that were met a short time ago, and lists the others. */
  find(): void {
    const code = this.#code;
    const { hashes, recent } = this.#at;
    const [h, known] = [this.#h, this.#known];
    code.const(hashes).set(this.#rest);
    this.#eachRow(() => {
      this.#loadHash().tee(h);
      this.#recent()
        .tee(this.#slot)
        .memory('i32.load', recent + 4)
        .const(0);
      code.get(this.#slot).memory('i32.load', recent).get(h).op('i32.eq', 'select').tee(known);
      code.const(this.#row).op('i32.mul').set(this.#o);
      code.get(known).const(0);
      this.#differs((w) => code.get(this.#b).memory('i32.load', w * 4));
      code.op('i32.eqz', 'select').set(known);
      code
        .get(this.#b)
        .memory('i32.load', this.#row + 4)
        .set(this.#instance);
      this.#lower();
      code.get(this.#rest).get(this.#b).memory('i32.store');
      code.get(this.#rest).get(known).op('i32.eqz').const(2).op('i32.shl', 'i32.add').set(this.#rest);
    });
  }

  /** Where a state stands among those that were met a short time ago, by its hash, which is on the stack. */
  #recent(): Code {
    return this.#code
      .const(RECENT - 1)
      .op('i32.and')
      .const(3)
      .op('i32.shl');
  }

  /** Touches the slots of those that were listed, so that their cache misses are under way at once. */
  touch(): void {
    const code = this.#code;
    const [i, sum] = [this.#known, this.#o];
    const done = code.block();
    code.const(this.#at.hashes).set(i);
    const touching = code.loop();
    code.get(i).get(this.#rest).op('i32.eq').branchIf(done);
    code.get(i).memory('i32.load').set(this.#b);
    this.#loadHash().get(this.#slotMask).op('i32.and').const(2).op('i32.shl');
    code.memory('i32.load', this.#at.table).get(sum).op('i32.xor').set(sum);
    code.get(i).const(4).op('i32.add').set(i).branch(touching);
    code.end();
    code.end();
    code
      .const(0)
      .get(sum)
      .memory('i32.store', this.#at.control + control.touched * 4);
  }

  /** Pushes 0 where the row at `o` has the words that `load` pushes. */
  #differs(load: (w: number) => void): void {
    const code = this.#code;
    for (let w = 0; w < this.#shape.words; w++) {
      code.get(this.#o).memory('i32.load', this.#at.arena - this.#row + w * 4);
      load(w);
      code.op('i32.xor');
      if (w > 0) code.op('i32.or');
    }
  }

  /** A state of the level that is being built keeps its least instance; of the state number 0, which is none, nothing changes. */
  #lower(): void {
    const code = this.#code;
    const { place, at, load, store } = this.#action;
    const [known, instance, was, base] = [this.#known, this.#instance, this.#was, this.#base];
    if (this.#shape.shared) {
      lower(code, this.#action, { instance, known, base, was });
      return;
    }
    // It is stored in any case: a branch would be mispredicted.
    place(known).get(instance);
    place(known).memory(load, at(1)).tee(was);
    code.get(instance).get(was).op('i32.lt_u').get(known).get(base).op('i32.gt_u', 'i32.and', 'select');
    code.memory(store, at(1));
  }

  /** Adds those that were listed, or finds them. */
  add(): void {
    const code = this.#code;
    const { hashes, table } = this.#at;
    const [h, slotMask, tagMask, entry, slot] = [
      this.#h,
      this.#slotMask,
      this.#tagMask,
      this.#entry,
      this.#slot,
    ];
    const [known, free, b] = [this.#known, this.#free, this.#b];
    const i = code.local();
    const key = Array.from({ length: this.#shape.words }, () => code.local());
    const done = code.block();
    code.const(hashes).set(i);
    const adding = code.loop();
    code.get(i).get(this.#rest).op('i32.eq').branchIf(done);
    code.get(i).memory('i32.load').set(b);
    this.#loadHash().tee(h).get(slotMask).op('i32.and').set(slot);
    key.forEach((word, w) =>
      code
        .get(b)
        .memory('i32.load', w * 4)
        .set(word),
    );
    code
      .get(b)
      .memory('i32.load', this.#row + 4)
      .set(this.#instance);
    const next = code.block();
    const probing = code.loop();
    const other = code.block();
    const isKnown = code.block();
    code.get(slot).const(2).op('i32.shl').memory('i32.load', table).tee(entry).branchIf(isKnown);
    this.#insert(key, isKnown);
    code.get(known).set(free).branch(next);
    code.end();
    code.get(entry).get(h).op('i32.xor').get(tagMask).op('i32.and').branchIf(other);
    code.get(entry).get(slotMask).op('i32.and').tee(known).const(this.#row).op('i32.mul').set(this.#o);
    const differs = (): void => {
      this.#differs((w) => code.get(key[w] ?? 0));
    };
    differs();
    if (this.#shape.shared) {
      // As in generated/table.ts: what seems to differ is looked at again behind an atomic load.
      code.if();
      code.get(slot).const(2).op('i32.shl').atomic('i32.atomic.load', table).op('drop');
      differs();
      code.branchIf(other);
      code.end();
    } else code.branchIf(other);
    this.#lower();
    code.branch(next);
    code.end();
    code.get(slot).const(1).op('i32.add').get(slotMask).op('i32.and').set(slot).branch(probing);
    code.end();
    code.end();
    code.get(h);
    this.#recent()
      .tee(slot)
      .get(known)
      .memory('i32.store', this.#at.recent + 4);
    code.get(slot).get(h).memory('i32.store', this.#at.recent);
    code.get(i).const(4).op('i32.add').set(i).branch(adding);
    code.end();
    code.end();
  }

  /** Writes the row where the next new state goes, and then its number into the table, by which others find it. */
  #insert(key: readonly number[], isKnown: Label): void {
    const code = this.#code;
    const { arena, parent, table } = this.#at;
    const [free, known, slot, o] = [this.#free, this.#known, this.#slot, this.#o];
    code.get(free).const(this.#row).op('i32.mul').set(o);
    key.forEach((word, w) =>
      code
        .get(o)
        .get(word)
        .memory('i32.store', arena + w * 4),
    );
    code
      .get(free)
      .const(2)
      .op('i32.shl')
      .get(this.#b)
      .memory('i32.load', this.#row)
      .memory('i32.store', parent);
    this.#action.place(free).get(this.#instance).memory(this.#action.store, this.#action.at(0));
    code.get(slot).const(2).op('i32.shl');
    if (this.#shape.shared) code.const(0);
    code
      .get(this.#h)
      .get(this.#tagMask)
      .op('i32.and')
      .get(free)
      .const(1)
      .op('i32.add')
      .tee(known)
      .op('i32.or');
    // Who comes second finds the entry of the first, and uses the row again.
    if (this.#shape.shared) code.atomic('i32.atomic.rmw.cmpxchg', table).tee(this.#entry).branchIf(isKnown);
    else code.memory('i32.store', table);
  }

  /** Has the new states judged. */
  judge(judge: number): void {
    const code = this.#code;
    const index = this.#known;
    cell(code, this.#at, 'free').set(index);
    const done = code.block();
    const judging = code.loop();
    code.get(index).get(this.#free).op('i32.eq').branchIf(done);
    rowAt(code, index, this.#shape.words).get(index).call(judge);
    code.get(index).const(1).op('i32.add').set(index).branch(judging);
    code.end();
    code.end();
  }

  /** Notes how many states there are. */
  finish(): void {
    this.#code
      .const(0)
      .get(this.#free)
      .memory('i32.store', this.#at.control + control.free * 4);
  }
}
