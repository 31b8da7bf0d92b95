/** Code for the column of the instances by which states were found first. */
import type { Addresses } from './addresses.ts';
import type { AtomicOpcode, Code, MemoryOpcode } from './encoder.ts';

export interface ActionColumn {
  /** Pushes the offset of the entry whose number a local holds. */
  place(this: void, number: number): Code;
  /** The column's address, for numbers that count from `first`. */
  at(this: void, first: 0 | 1): number;
  readonly load: MemoryOpcode;
  readonly store: MemoryOpcode;
  readonly exchange: AtomicOpcode;
}

export function actionColumn(
  code: Code,
  { actionBytes }: { readonly actionBytes: number },
  { action }: Addresses,
): ActionColumn {
  const at = (first: 0 | 1): number => action - first * actionBytes;
  return actionBytes === 1
    ? {
        ...{ place: (number) => code.get(number), at },
        ...{ load: 'i32.load8_u', store: 'i32.store8', exchange: 'i32.atomic.rmw8.cmpxchg_u' },
      }
    : {
        ...{ place: (number) => code.get(number).const(1).op('i32.shl'), at },
        ...{ load: 'i32.load16_u', store: 'i32.store16', exchange: 'i32.atomic.rmw16.cmpxchg_u' },
      };
}

/** Gives a known state of the level that is being built the instance, if that is less than the one that it has, whoever else does so. */
export function lower(
  code: Code,
  { place, at, load, exchange }: ActionColumn,
  { instance, known, base, was }: Readonly<Record<'instance' | 'known' | 'base' | 'was', number>>,
): void {
  const now = code.local();
  const done = code.block();
  code.get(known).get(base).op('i32.gt_u', 'i32.eqz').branchIf(done);
  place(known).memory(load, at(1)).set(was);
  const trying = code.loop();
  code.get(instance).get(was).op('i32.ge_u').branchIf(done);
  place(known).get(was).get(instance).atomic(exchange, at(1)).tee(now).get(was).op('i32.eq').branchIf(done);
  code.get(now).set(was).branch(trying);
  code.end();
  code.end();
}
