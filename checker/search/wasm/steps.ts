/**
 * The code that takes steps: functions that are given a state, and put the successors of all enabled instances into the batch.
 */
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Layout } from '../../state/layout.ts';
import type { Diagram, Diagrams } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';
import type { InstanceStructure } from '../../structures/asking.ts';
import type { Structures } from '../../structures/structures.ts';
import { says } from '../../structures/asking.ts';
import { Deciding, wordsAt } from './deciding.ts';
import { Code } from './encoder.ts';
import { actionColumn } from './action-column.ts';
import type { Addresses } from './addresses.ts';
import { imported } from './imports.ts';
import { PartsWriter } from './in-parts.ts';
import { isLeftOut, squareRow } from './squares.ts';
import { defer } from './table.ts';
import { Writing } from './writing.ts';
import type { WritingOver } from './writing.ts';

/** What the code is made of. */
export interface Making<S extends RecordField> {
  readonly program: Program<S>;
  readonly layout: Layout;
  readonly structures: Structures;
  readonly addresses: Addresses;
  /** Bytes of an entry of the action column. */
  readonly actionBytes: number;
}

/** Bytes of a function, beyond which the instances that follow get one of their own: V8 compiles small ones faster. */
const FUNCTION_BYTES = 1 << 15;

interface Option {
  readonly instance: number;
  /** Null where the guard's own functions are asked. */
  readonly guard: Diagram | null;
}

/** Functions from (row, index, batch) to the batch behind the successors. They add to the count of the state's steps. */
export function stepFunctions<S extends RecordField>(making: Making<S>): readonly Code[] {
  const { diagrams, instances } = making.structures;
  const options = instances.map(({ guard }, instance): Option => ({ instance, guard }));
  const functions: Code[] = [];
  let rest: readonly Option[] = options.filter(({ guard }) => guard === null || diagrams.at(guard) !== 0);
  while (rest.length > 0) {
    const taken = groupsOf(diagrams, rest);
    const writer = new StepWriter(making);
    let done = 0;
    for (const group of taken) {
      if (writer.code.bytes.length > FUNCTION_BYTES) break;
      writer.group(group);
      done++;
    }
    functions.push(writer.finish());
    rest = taken.slice(done).flatMap(optionsOf);
  }
  return functions;
}

/** Options that each need one value of a scalar, by that value; or a single option. */
type Group = Option | Switch;

interface Switch {
  readonly scalar: number;
  readonly cases: ReadonlyMap<number, readonly Option[]>;
}

const optionsOf = (group: Group): readonly Option[] =>
  'cases' in group ? [...group.cases.values()].flat() : [group];

/** Options that need a value of the same scalar stand together, so that a state passes over most of them at once. */
function groupsOf(diagrams: Diagrams, options: readonly Option[]): readonly Group[] {
  const needed = options.map(({ guard }) => (guard === null ? [] : neededBy(diagrams, guard)));
  const users = new Map<number, number>();
  for (const { scalar } of needed.flat()) users.set(scalar, (users.get(scalar) ?? 0) + 1);
  const groups = new Map<number, Group & { readonly cases?: Map<number, Option[]> }>();
  options.forEach((option, at) => {
    const [most] = [...(needed[at] ?? [])].sort(
      (one, other) => (users.get(other.scalar) ?? 0) - (users.get(one.scalar) ?? 0),
    );
    if (most === undefined || users.get(most.scalar) === 1) {
      groups.set(-1 - at, option);
      return;
    }
    const { scalar, raw } = most;
    const known = groups.get(scalar)?.cases;
    const cases = known ?? new Map<number, Option[]>();
    if (known === undefined) groups.set(scalar, { scalar, cases });
    const of = cases.get(raw);
    if (of === undefined) cases.set(raw, [option]);
    else of.push(option);
  });
  return [...groups.values()];
}

/** Scalars that must have one certain value for the guard to hold, or to be at fault. */
function neededBy(diagrams: Diagrams, guard: Diagram): { scalar: number; raw: number }[] {
  return diagrams.scalarsOf([guard]).flatMap((scalar) => {
    const live = new Set<number>();
    // Every way to an answer other than 0 passes the scalar, and by one value.
    const visited = new Set<Diagram>();
    const passing = new Set<number>();
    const visit = (diagram: Diagram): void => {
      if (visited.has(diagram)) return;
      visited.add(diagram);
      const node = diagrams.at(diagram);
      if (typeof node === 'number') passing.add(node);
      else if (node.scalar === scalar)
        node.children.forEach((child, raw) => {
          const leaf = diagrams.at(child);
          if (leaf !== 0 && leaf !== leaves.free) live.add(raw);
        });
      else node.children.forEach(visit);
    };
    visit(guard);
    const [raw] = live;
    const isPassed = [...passing].some((leaf) => leaf !== 0 && leaf !== leaves.free);
    return !isPassed && live.size === 1 && raw !== undefined ? [{ scalar, raw }] : [];
  });
}

const ROW = 0;
const INDEX = 1;
const BATCH = 2;
const PARAMS = 3;

class StepWriter<S extends RecordField> {
  readonly code = new Code(PARAMS);
  readonly #program: Program<S>;
  readonly #structures: Structures;
  readonly #addresses: Addresses;
  readonly #words: readonly number[];
  readonly #next: readonly number[];
  readonly #layout: Layout;
  readonly #deciding: Deciding;
  readonly #writing: Writing;
  #inParts: PartsWriter | undefined;
  readonly #degree: number;
  readonly #h: number;
  /** Of the state, where its row of squares.ts lies; null where there is no such table. */
  readonly #square: number | null;

  constructor({ program, layout, structures, addresses, actionBytes }: Making<S>) {
    this.#program = program;
    this.#structures = structures;
    this.#addresses = addresses;
    const { code } = this;
    const local = (): number => code.local();
    this.#words = wordsAt(code, layout.words, ROW, addresses.arena);
    this.#next = Array.from({ length: layout.words }, local);
    this.#degree = code.local();
    this.#h = code.local();
    this.#layout = layout;
    this.#deciding = new Deciding(code, layout, structures.diagrams, this.#words);
    this.#writing = new Writing(this.#over());
    const column = actionColumn(code, { actionBytes }, addresses);
    const { parent, squareWords } = addresses;
    this.#square =
      squareWords === 0 ? null : squareRow(code, program.instances, { index: INDEX, column, parent });
  }

  #over(): WritingOver {
    return {
      ...{ code: this.code, layout: this.#layout, diagrams: this.#structures.diagrams },
      ...{ words: this.#words, next: this.#next, deciding: this.#deciding },
    };
  }

  #partsWriter(): PartsWriter {
    return new PartsWriter(this.#over(), () => {
      this.code.get(INDEX).call(imported('fault')).op('unreachable');
    });
  }

  group(group: Group): void {
    if ('cases' in group) this.#switch(group);
    else this.#option(group);
  }

  #switch({ scalar, cases }: Switch): void {
    const { code } = this;
    const { diagrams } = this.#structures;
    const past = code.block();
    const raws = [...cases.keys()];
    const labels = new Map(raws.map((raw) => [raw, code.block()]));
    const count = this.#deciding.countOf(scalar);
    const chosen = Array.from({ length: count }, (_, raw) => diagrams.leaf(raws.includes(raw) ? raw : -2));
    this.#deciding.jump(diagrams.branch(scalar, chosen), (leaf) => labels.get(leaf) ?? past);
    for (const raw of raws.reverse()) {
      code.end();
      const rest = (cases.get(raw) ?? []).map((option) => ({
        ...option,
        guard: option.guard === null ? null : diagrams.restrict(option.guard, scalar, raw),
      }));
      for (const group of groupsOf(diagrams, rest)) this.group(group);
      code.branch(past);
    }
    code.end();
  }

  #option({ instance, guard }: Option): void {
    const { code } = this;
    const { diagrams, instances } = this.#structures;
    const structure = instances[instance];
    if (structure === undefined || (guard !== null && diagrams.at(guard) === 0)) return;
    const past = code.block();
    if (guard === null) {
      code.get(INDEX).const(instance).const(1).call(imported('take')).op('i32.eqz').branchIf(past);
      this.#taken(instance);
    } else if (diagrams.at(guard) !== 1) {
      const mayFault = diagrams.says(guard, leaves.fault);
      const faulty = mayFault ? code.block() : past;
      const enabled = code.block();
      this.#deciding.jump(guard, (leaf) => (leaf === 1 ? enabled : leaf === leaves.fault ? faulty : past));
      code.end();
      this.#step(instance, structure);
      if (mayFault) {
        code.branch(past).end();
        code.get(INDEX).call(imported('fault'));
      }
    } else this.#step(instance, structure);
    code.end();
  }

  #step(instance: number, { writes, parts, judged }: InstanceStructure): void {
    const { code } = this;
    if (writes === null && parts === undefined) {
      code.get(INDEX).const(instance).const(0).call(imported('take')).op('drop');
      this.#taken(instance);
      return;
    }
    this.#counts(instance);
    for (const [property, diagram] of judged) this.#judge(property, diagram, instance);
    const past = code.block();
    if (this.#square !== null) isLeftOut(code, this.#square, this.#addresses, instance).branchIf(past);
    this.#add(
      instance,
      writes === null
        ? (this.#inParts ??= this.#partsWriter()).write(parts ?? [])
        : this.#writing.writes(writes),
    );
    code.end();
  }

  /** Adds the successor that the system's own functions have made. */
  #taken(instance: number): void {
    this.#next.forEach((word, w) => {
      this.code
        .const(0)
        .memory('i32.load', this.#addresses.successor + w * 4)
        .set(word);
    });
    this.#counts(instance);
    this.#add(instance, new Set(this.#next.keys()));
  }

  #counts(instance: number): void {
    const { code } = this;
    const action = this.#program.actionOf[instance] ?? 0;
    this.#count(this.#addresses.fired + action * 4);
    code.get(this.#degree).const(1).op('i32.add').set(this.#degree);
  }

  /** Puts the successor into the batch if it is another state. */
  #add(instance: number, written: ReadonlySet<number>): void {
    const { code } = this;
    if (written.size === 0) return;
    [...written].forEach((w, at) => {
      code
        .get(this.#next[w] ?? 0)
        .get(this.#words[w] ?? 0)
        .op('i32.xor');
      if (at > 0) code.op('i32.or');
    });
    code.if();
    defer(code, {
      words: this.#words.map((word, w) => (written.has(w) ? (this.#next[w] ?? 0) : word)),
      ...{ index: INDEX, batch: BATCH, instance },
      h: this.#h,
      canonical: this.#program.symmetric ? imported('canonical') : null,
    });
    code.end();
  }

  #judge(property: number, diagram: Diagram, instance: number): void {
    const { code } = this;
    const end = code.block();
    const asked = code.block();
    const violated = code.block();
    this.#deciding.jump(diagram, (leaf) =>
      leaf === says.violated ? violated : leaf === says.holds ? asked : end,
    );
    code.end();
    code.const(property).get(INDEX).const(instance).call(imported('violated'));
    code.end();
    this.#count(this.#addresses.exercised + property * 4);
    code.end();
  }

  #count(address: number): void {
    const { code } = this;
    code.const(0).const(0).memory('i32.load', address).const(1).op('i32.add').memory('i32.store', address);
  }

  finish(): Code {
    const { code } = this;
    const { degree } = this.#addresses;
    code
      .const(0)
      .const(0)
      .memory('i32.load', degree)
      .get(this.#degree)
      .op('i32.add')
      .memory('i32.store', degree);
    return code.get(BATCH);
  }
}
