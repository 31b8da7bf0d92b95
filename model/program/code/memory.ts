/**
 * Memory as the threads see it under total store order, as on amd64: a store of an M waits in the buffer of its thread before
 * others see it, and so does the caller's store of trace.gen. An M loads its own stores from there. What is stored atomically waits for
 * nothing itself, but its thread loads nothing that others store, and takes no lock, before it has arrived (XCHG). A lock that an M takes
 * empties its buffer. Only what one thread stores and another loads without a lock is here: trace.gen, an M's flag, its slots.
 */
import type { Action } from '../../../checker/index.ts';
import { range } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';
import { FLAG_DOWN, FLAG_UP, SLOT, slotStore } from '../state/stores-fields.ts';
import { drainOldest, hasSlotStore, isDrained, store } from '../state/stores.ts';
import { isFlag } from '../language/program.ts';
import type { Access, Instruction } from '../language/program.ts';
import type { M, NextM, ProgramConstants, ProgramDraft, ProgramSchema } from '../state/state.ts';
import { Instructions } from './text-of-instructions.ts';

/** Steps as text, where stores wait. The text calls {@link memoryHelpers}. */
export class ThroughMemory extends Instructions {
  override read(access: Access): string {
    const { kind } = this.thread;
    if (kind === 'caller' && isFlag(access)) return `${this.m(access.of[0])}.memory.writing`;
    if (kind === 'caller' && isSlot(access))
      return `${this.m(access.of[0])}.memory.buf.at(${this.#parity(access)})`;
    return this.#isOfM && access.place === 'trace.gen' ? 'S.memory.gen' : super.read(access);
  }

  override write(access: Access, value: string): string {
    const plain = super.write(access, value);
    if (this.#isOfM && isFlag(access))
      return `{ const was = M.writing; ${plain} if (M.writing !== was) H.storeFlag(M); }`;
    if (this.#isOfM && isSlot(access)) return `${plain} H.storeSlot(M, ${this.#parity(access)});`;
    return this.thread.kind === 'caller' && isSlot(access)
      ? `H.writeSlot(${this.m(access.of[0])}, ${this.#parity(access)}, ${value});`
      : plain;
  }

  override text(one: Instruction, option: number): string {
    const plain = super.text(one, option);
    if (one.op === 'store' && one.to.place === 'trace.gen') return `${plain} H.storeGen(S);`;
    if (one.op === 'store' && one.early === true && isFlag(one.to)) return `${plain} H.overtake(M);`;
    return this.#isOfM && one.op === 'call' && one.name === 'lock' ? `H.drainAll(M); ${plain}` : plain;
  }

  protected override condition(one: Instruction, option: number): string | undefined {
    const conditions = [super.condition(one, option), this.#arrived(one)];
    const asked = conditions.filter((condition) => condition !== undefined);
    return asked.length === 0 ? undefined : asked.map((condition) => `(${condition})`).join(' && ');
  }

  /** What the thread has stored atomically has to have arrived. */
  #arrived(one: Instruction): string | undefined {
    if (one.early === true) return undefined;
    const loads = one.op === 'load' && (one.from.place === 'trace.gen' || one.from.place === 'trace.enabled');
    if (this.#isOfM) return loads ? 'H.hasNoFlagStore(M)' : undefined;
    const takes = one.op === 'call' && ['lock', 'lockInside', 'semacquire'].includes(one.name);
    const stores = one.op === 'store' && ['trace.gen', 'trace.enabled'].includes(one.to.place);
    return this.thread.kind === 'caller' && (takes || stores) ? 'S.memory.genStore === 0' : undefined;
  }

  get #isOfM(): boolean {
    return this.thread.kind === 'own' || this.thread.kind === 'growth';
  }

  #parity({ of }: Access): string {
    return this.expr(of[1] ?? { lit: 0 });
  }
}

const isSlot = ({ place }: Access): boolean => place === 'm.trace.buf[][]';

export const memoryHelpers = ({ buffersPerM }: Bounds) => ({
  storeFlag: (m: NextM): void => {
    store(m, m.writing ? FLAG_UP : FLAG_DOWN, buffersPerM);
  },
  storeSlot: (m: NextM, parity: number): void => {
    store(m, slotStore(parity, m.buf.at(parity), buffersPerM), buffersPerM);
  },
  /** A store of somebody else, which the M sees unless one of its own is still on the way. */
  writeSlot: (m: NextM, parity: number, buf: number): void => {
    m.memory.buf.set(parity, buf);
    if (!hasSlotStore(m, parity, buffersPerM)) m.buf.set(parity, buf);
  },
  storeGen: ({ memory, trace }: ProgramDraft): void => {
    if (memory.genStore !== 0) memory.gen = memory.genStore - 1;
    memory.genStore = trace.gen + 1;
  },
  /** The store of the flag that the M made last goes before those that wait. */
  overtake: ({ memory, writing }: NextM): void => {
    const { stores } = memory;
    let last = stores.length - 1;
    while (last >= 0 && stores.at(last) === 0) last--;
    if (last < 0 || stores.at(last) !== (writing ? FLAG_UP : FLAG_DOWN)) return;
    stores.set(last, 0);
    memory.writing = writing ? 1 : 0;
  },
  drainAll: (m: NextM): void => {
    while (!isDrained(m)) drainOldest(m, buffersPerM);
  },
  hasNoFlagStore: ({ memory: { stores } }: M): boolean => {
    for (let index = 0; index < stores.length; index++) {
      const entry = stores.at(index);
      if (entry !== 0 && entry < SLOT) return false;
    }
    return true;
  },
});

/** The memory system's own steps. */
export function memoryActions({
  bounds,
  over,
}: ProgramConstants): Readonly<Record<string, Action<ProgramSchema>>> {
  if (bounds.parts.memory === undefined) return {};
  const process = (): string => 'memory';
  return {
    DrainStore: over.action({
      params: { m: range(bounds.programs.length) },
      guard: { waiting: (s, p) => !isDrained(s.m.at(p.m)) },
      effect: (next, p) => {
        drainOldest(next.m.at(p.m), bounds.buffersPerM);
      },
      process,
      source: 'internal/runtime/atomic/atomic_amd64.s, Store8',
      note: 'one store of the M becomes visible to all others at once, in the order of the M',
    }),
    DrainGen: over.action({
      guard: { waiting: (s) => s.memory.genStore !== 0 },
      effect: ({ memory }) => {
        memory.gen = memory.genStore - 1;
        memory.genStore = 0;
      },
      process,
      source: 'internal/runtime/atomic/atomic_amd64.s, Store64',
      note: 'the store of trace.gen becomes visible to all others at once',
    }),
  };
}
