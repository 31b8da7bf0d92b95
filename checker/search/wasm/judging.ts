/**
 * The code that judges new states. A property whose structure is small is decided where the state lies; the others are asked of
 * the system's own functions, and their answers remembered by what they read as in the JavaScript engine.
 */
import type { Layout } from '../../state/layout.ts';
import type { Diagram } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';
import type { Diagrams } from '../../structures/diagram.ts';
import { says } from '../../structures/asking.ts';
import { multiplierOf } from '../mixed.ts';
import { ROWS } from '../verdicts.ts';
import type { Addresses } from './addresses.ts';
import { control } from './addresses.ts';
import { Deciding, wordsAt } from './deciding.ts';
import type { Label } from './encoder.ts';
import { Code } from './encoder.ts';
import { imported } from './imports.ts';

/** A property of states: the diagrams of its instances, or null where its functions are asked. */
export interface Judged {
  readonly property: number;
  readonly instances: readonly Diagram[] | null;
}

/** Where the remembered answers of a group stand; all are byte addresses. */
export interface GroupAddresses {
  readonly mask: number;
  readonly table: number;
  readonly lookups: number;
  readonly on: number;
}

export interface Judging {
  readonly layout: Layout;
  readonly diagrams: Diagrams;
  readonly properties: readonly Judged[];
  readonly situations: readonly Judged[];
  /** Remembered: by bit, the property; and the groups. */
  readonly remembered: readonly number[];
  readonly groups: readonly GroupAddresses[];
}

const ROW = 0;
const INDEX = 1;

/** A function (row, index); null where nothing is said of states. `reach` is the function of the situations. */
export function judgeFunction(judging: Judging, at: Addresses, reach: number | null): Code {
  const code = new Code(2);
  const { layout, diagrams } = judging;
  const words = wordsAt(code, layout.words, ROW, at.arena);
  const deciding = new Deciding(code, layout, diagrams, words);
  const [seen, bad] = [code.local(), code.local()];
  judging.groups.forEach((group, g) => {
    recall(code, words, { ...group, number: g }, { seen, bad });
  });
  judging.remembered.forEach((property, bit) => {
    const address = at.exercised + property * 4;
    code.const(0).const(0).memory('i32.load', address).get(seen).const(bit).op('i32.shr_u').const(1);
    code.op('i32.and', 'i32.add').memory('i32.store', address);
  });
  if (judging.remembered.length > 0) {
    code.get(bad);
    code.if();
    judging.remembered.forEach((property, bit) => {
      code
        .get(bad)
        .const(1 << bit)
        .op('i32.and');
      code.if();
      code.const(property).get(INDEX).const(-1).call(imported('violated'));
      code.end();
    });
    code.end();
  }
  for (const { property, instances } of judging.properties) {
    const [asked, violated] = [code.local(), code.local()];
    code.const(0).set(asked).const(0).set(violated);
    if (instances === null) {
      code
        .const(property)
        .get(ROW)
        .call(imported('says'))
        .tee(asked)
        .const(says.violated)
        .op('i32.eq')
        .set(violated);
    } else {
      for (const diagram of instances) {
        const end = code.block();
        const faulty = diagrams.says(diagram, leaves.fault) ? code.block() : end;
        const isViolated = code.block();
        const holds = code.block();
        decide(deciding, diagram, { end, faulty, isViolated, holds });
        code.end().const(1).set(asked).branch(end);
        code.end().const(1).set(asked).const(1).set(violated).branch(end);
        if (faulty !== end) code.end().get(ROW).call(imported('misfit'));
        code.end();
      }
    }
    const address = at.exercised + property * 4;
    code.const(0).const(0).memory('i32.load', address).get(asked).const(0).op('i32.ne', 'i32.add');
    code.memory('i32.store', address);
    code.get(violated);
    code.if();
    code.const(property).get(INDEX).const(-1).call(imported('violated'));
    code.end();
  }
  if (reach !== null) {
    code.const(0).memory('i32.load', at.control + control.unreached * 4);
    code.if();
    code.get(ROW).call(reach);
    code.end();
  }
  return code;
}

interface Targets {
  readonly end: Label;
  readonly faulty: Label;
  readonly isViolated: Label;
  readonly holds: Label;
}

const decide = (deciding: Deciding, diagram: Diagram, { end, faulty, isViolated, holds }: Targets): void => {
  deciding.jump(diagram, (leaf) =>
    leaf === says.holds ? holds : leaf === says.violated ? isViolated : leaf === leaves.fault ? faulty : end,
  );
};

/** A function (row) that notes which situations are reached for the first time. */
export function reachFunction({ layout, diagrams, situations }: Judging, at: Addresses): Code {
  const code = new Code(1);
  const words = wordsAt(code, layout.words, ROW, at.arena);
  const deciding = new Deciding(code, layout, diagrams, words);
  for (const { property, instances } of situations) {
    const address = at.exercised + property * 4;
    const end = code.block();
    code.const(0).memory('i32.load', address).branchIf(end);
    const holds = code.block();
    if (instances === null) code.const(property).get(ROW).call(imported('says')).branchIf(holds);
    for (const diagram of instances ?? []) {
      const not = code.block();
      const mayFault = diagrams.says(diagram, leaves.fault);
      const faulty = mayFault ? code.block() : not;
      decide(deciding, diagram, { end: not, faulty, isViolated: not, holds });
      if (mayFault) code.end().get(ROW).call(imported('misfit'));
      code.end();
    }
    code.branch(end);
    code.end();
    code.const(0).const(1).memory('i32.store', address);
    code
      .const(0)
      .const(0)
      .memory('i32.load', at.control + control.unreached * 4)
      .const(1)
      .op('i32.sub');
    code.memory('i32.store', at.control + control.unreached * 4);
    code.end();
  }
  return code;
}

/** Looks up what a group remembers of the state, and has it judged where it remembers nothing. */
function recall(
  code: Code,
  words: readonly number[],
  { number, mask, table, lookups, on }: GroupAddresses & { readonly number: number },
  { seen, bad }: { readonly seen: number; readonly bad: number },
): void {
  const stride = (words.length + 2) * 4;
  const row = code.local();
  const keys = words.map(() => code.local());
  code.const(0).set(row);
  const known = code.block();
  const unknown = code.block();
  code.const(0).memory('i32.load', on).op('i32.eqz').branchIf(unknown);
  code.const(0).const(0).memory('i32.load', lookups).const(1).op('i32.add').memory('i32.store', lookups);
  // A sum of products, none of which waits for another; its high bits depend on all bits of the words.
  words.forEach((word, w) => {
    code
      .const(0)
      .memory('i32.load', mask + w * 4)
      .get(word)
      .op('i32.and')
      .tee(keys[w] ?? 0);
    code.const(Math.imul(multiplierOf(w), 2 * w + 1)).op('i32.mul');
    if (w > 0) code.op('i32.add');
  });
  code
    .const(32 - Math.log2(ROWS))
    .op('i32.shr_u')
    .const(stride)
    .op('i32.mul')
    .set(row);
  code
    .get(row)
    .memory('i32.load', table + words.length * 4)
    .op('i32.eqz')
    .branchIf(unknown);
  keys.forEach((key, w) => {
    code
      .get(row)
      .memory('i32.load', table + w * 4)
      .get(key)
      .op('i32.xor');
    if (w > 0) code.op('i32.or');
  });
  code.op('i32.eqz').branchIf(known);
  code.end();
  code.const(number).get(row).get(ROW).call(imported('remember'));
  code.end();
  code
    .get(row)
    .memory('i32.load', table + words.length * 4)
    .get(seen)
    .op('i32.or')
    .set(seen);
  code
    .get(row)
    .memory('i32.load', table + (words.length + 1) * 4)
    .get(bad)
    .op('i32.or')
    .set(bad);
}
