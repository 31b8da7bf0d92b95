/** The functions of a kernel (kernel.ts). */
import { leaves } from '../../structures/diagram.ts';
import { says } from '../../structures/asking.ts';
import type { PropertyStructure, Structures } from '../../structures/structures.ts';
import type { Program } from '../../language/program.ts';
import type { Layout } from '../../state/layout.ts';
import { PAGE_BYTES } from '../store.ts';
import type { Addresses } from './addresses.ts';
import { Deciding, wordsAt } from './deciding.ts';
import type { Signature } from './encoder.ts';
import { Code, moduleBytes } from './encoder.ts';
import { imported, imports } from './imports.ts';
import type { Imported } from './imports.ts';
import { judgeFunction } from './judging.ts';
import type { KernelMemory, Place } from './kernel-memory.ts';
import { mostFindings } from './kernel-memory.ts';
import { stepFunctions } from './steps.ts';
import { expandState, rowAt } from './table.ts';

interface Parts {
  readonly program: Program;
  readonly layout: Layout;
  readonly structures: Structures;
  readonly memory: KernelMemory;
  readonly addresses: Addresses;
  readonly bytes: number;
}

type Defined = Signature & { readonly code: Code; readonly name?: string };

/** The bytes of the module. */
export function kernelModule(parts: Parts): Uint8Array<ArrayBuffer> {
  const { program, layout, structures, memory, addresses, bytes } = parts;
  const of = (subject: PropertyStructure['subject']): readonly PropertyStructure[] =>
    structures.properties.filter((one) => one.subject === subject);
  const find = imports.length;
  const given = definedFor(parts, of('end'), find);
  const functions: Defined[] = [
    ...imports.map(({ name, params, results }) => ({ params, results, code: given[name] })),
    { params: 3, results: 0, code: findFunction(memory) },
  ];
  const add = (code: Code, params: number, results: number, name?: string): number =>
    functions.push({ params, results, code, ...(name === undefined ? {} : { name }) }) - 1;
  const { diagrams } = structures;
  const none = { situations: [], remembered: [], groups: [] };
  const judged = { layout, diagrams, properties: of('state'), ...none };
  const judge = [
    add(judgeFunction(judged, addresses, null), 2, 0),
    add(situationsFunction(parts, of('situation')), 2, 0),
  ];
  const step = stepFunctions({ program, layout, structures, addresses, actionBytes: 1 }).map((code) =>
    add(code, 3, 1),
  );
  const ended = of('end').length === 0 ? null : imported('ended');
  add(expandFunction(parts, step, ended), 2, 1, 'expand');
  add(judgeAllFunction(parts, judge), 2, 0, 'judge');
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return moduleBytes({ pages, shared: false, own: true, imports: [], functions });
}

/** What an engine imports. */
function definedFor(
  { layout, structures, memory, addresses }: Parts,
  ends: readonly PropertyStructure[],
  find: number,
): Readonly<Record<keyof Imported, Code>> {
  const { counters, verdicts } = memory;
  // The number of the state, counted from 1; then nothing more is done.
  const fault = new Code(1).const(0).get(0).const(1).op('i32.add').memory('i32.store', counters.fault);
  fault.op('unreachable');
  const misfit = new Code(1).const(0).get(0);
  divided(misfit, layout.words * 4)
    .const(1)
    .op('i32.add')
    .memory('i32.store', counters.fault);
  misfit.op('unreachable');
  const [PROPERTY, INDEX, INSTANCE] = [0, 1, 2];
  const violated = new Code(3);
  violated.get(INSTANCE).const(0).op('i32.ge_s');
  violated.if();
  violated.get(PROPERTY).get(INDEX).get(INSTANCE).call(find).op('return');
  violated.end();
  setBit(violated, verdicts, INDEX, () => violated.get(PROPERTY));
  const ended = new Code(1);
  const row = ended.local();
  rowAt(ended, 0, layout.words).set(row);
  const deciding = new Deciding(
    ended,
    layout,
    structures.diagrams,
    wordsAt(ended, layout.words, row, addresses.arena),
  );
  for (const { property, instances } of ends) {
    count(ended, addresses.exercised + property * 4);
    const isViolated = anyOf(ended, deciding, instances ?? [], { wanted: says.violated, row });
    ended.get(isViolated);
    ended.if();
    ended.const(property).get(0).const(-1).call(find);
    ended.end();
  }
  // Nobody calls these: each action and property has a structure, so none is asked, and none is remembered; and it knows no symmetry.
  const never = (params: number): Code => new Code(params).op('unreachable');
  return {
    ...{ violated, fault, misfit, ended, says: never(2), remember: never(3), take: never(3) },
    ...{ verify: never(1), canonical: never(1) },
  };
}

/** Leaves in a local whether any of the diagrams says `wanted` of the state in that row. */
function anyOf(
  code: Code,
  deciding: Deciding,
  diagrams: readonly number[],
  { wanted, row }: { readonly wanted: number; readonly row: number },
): number {
  const found = code.local();
  code.const(0).set(found);
  for (const diagram of diagrams) {
    const end = code.block();
    const faulty = code.block();
    const isWanted = code.block();
    deciding.jump(diagram, (leaf) => (leaf === wanted ? isWanted : leaf === leaves.fault ? faulty : end));
    code.end().const(1).set(found).branch(end);
    code.end().get(row).call(imported('misfit'));
    code.end();
  }
  return found;
}

/** A function (row, index) that marks which situations the state is. */
function situationsFunction(
  { layout, structures, memory, addresses }: Parts,
  situations: readonly PropertyStructure[],
): Code {
  const [ROW, INDEX] = [0, 1];
  const code = new Code(2);
  const words = situations.length === 0 ? [] : wordsAt(code, layout.words, ROW, addresses.arena);
  const deciding = new Deciding(code, layout, structures.diagrams, words);
  for (const { property, instances } of situations) {
    const found = anyOf(code, deciding, instances ?? [], { wanted: says.holds, row: ROW });
    code.get(found);
    code.if();
    count(code, addresses.exercised + property * 4);
    setBit(code, memory.verdicts, INDEX, () => code.const(property));
    code.end();
  }
  return code;
}

/** A function (property, index, instance) that adds a finding. */
function findFunction({ findings, counters }: KernelMemory): Code {
  const code = new Code(3);
  const at = code.local();
  code
    .const(0)
    .memory('i32.load', counters.findings)
    .const(findings.words * 4)
    .op('i32.mul')
    .set(at);
  for (let word = 0; word < findings.words; word++)
    code
      .get(at)
      .get(word)
      .memory('i32.store', findings.at + word * 4);
  count(code, counters.findings);
  return code;
}

/** A function (from, to) that expands states, and returns the first that it did not, for which there was no room. */
function expandFunction(
  { program, layout, memory, addresses }: Parts,
  step: readonly number[],
  ended: number | null,
): Code {
  const { successors, findings, counters } = memory;
  const [index, TO] = [0, 1];
  const code = new Code(2);
  const [batch, degree] = [code.local(), code.local()];
  const stride = successors.words * 4;
  code.const(successors.at).set(batch);
  code.const(0).const(0).memory('i32.store', counters.findings);
  const done = code.block();
  const expanding = code.loop();
  code.get(index).get(TO).op('i32.ge_u').branchIf(done);
  code
    .get(batch)
    .const(successors.at + (successors.most - program.instances) * stride)
    .op('i32.gt_u')
    .branchIf(done);
  code
    .const(0)
    .memory('i32.load', counters.findings)
    .const(findings.most - mostFindings(program))
    .op('i32.gt_u')
    .branchIf(done);
  expandState(code, addresses, { step, words: layout.words, ended }, { index, batch, degree });
  code.branch(expanding);
  code.end();
  code.end();
  code.const(0).get(batch).const(successors.at).op('i32.sub');
  divided(code, stride).memory('i32.store', counters.successors);
  return code.get(index);
}

/** A function (from, to) that judges states; `judge` are functions (row, index). */
function judgeAllFunction({ layout, memory: { verdicts } }: Parts, judge: readonly number[]): Code {
  const [index, TO] = [0, 1];
  const code = new Code(2);
  const done = code.block();
  const judging = code.loop();
  code.get(index).get(TO).op('i32.ge_u').branchIf(done);
  for (let word = 0; word < verdicts.words; word++)
    rowAt(code, index, verdicts.words)
      .const(0)
      .memory('i32.store', verdicts.at + word * 4);
  for (const one of judge) rowAt(code, index, layout.words).get(index).call(one);
  code.get(index).const(1).op('i32.add').set(index).branch(judging);
  code.end();
  code.end();
  return code;
}

/** Sets the bit of a property in the verdict of a state. */
function setBit(code: Code, { at, words }: Place, index: number, property: () => Code): void {
  const place = code.local();
  rowAt(code, index, words);
  property().const(5).op('i32.shr_u').const(2).op('i32.shl', 'i32.add').tee(place);
  code.get(place).memory('i32.load', at).const(1);
  property().const(31).op('i32.and', 'i32.shl', 'i32.or').memory('i32.store', at);
}

function count(code: Code, address: number): void {
  code.const(0).const(0).memory('i32.load', address).const(1).op('i32.add').memory('i32.store', address);
}

/** Divides the number on the stack. */
const divided = (code: Code, by: number): Code => code.const(by).op('i32.div_u');
