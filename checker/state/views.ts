/**
 * State views: generated accessors over a scratch array that holds one packed state.
 *
 * Two scratch arrays exist per layout, `current` and `next`. Their accessors are generated as classes whose getters and
 * setters carry word, shift and mask as constants wherever the position is the same for all instances of the class, so
 * that V8 inlines `s.m.at(i).gen` into a load, a shift and a mask. Views belong to who asked for them; who has done with
 * them ({@link withViews}) leaves them to the next of the same layout, so that one search after the other (of the designs of one
 * protocol) keeps their functions' inline caches monomorphic.
 *
 * Accesses are checked: a value outside its field, an index outside its array, a field that is not in the schema throw a
 * SystemError with path and value. A setter knows its range, so the check is a comparison or two and costs a few percent.
 */
import type { ArrayShape, Layout, RecordShape, ScalarShape, Shape } from './layout.ts';
import { layoutOf, maskOf } from './layout.ts';
import { partClass, partOf } from '../language/parts.ts';
import type { Draft, RecordField, ScalarField, View } from '../language/schema.ts';
import { describe } from './codec.ts';
import { compiled } from './compiled.ts';
import { droppingFirst } from './drop-first.ts';
import { faults, guardMembers } from './view-faults.ts';

/**
 * What a view does about an access that does not fit. `checked` refuses it. `debug` also keeps properties from writing.
 * `unchecked` lets it pass: what it reads or writes then is some other bits.
 */
export type Access = 'checked' | 'debug' | 'unchecked';

export interface Views<S extends RecordField = RecordField> {
  readonly layout: Layout;
  readonly access: Access;
  readonly current: Int32Array;
  readonly next: Int32Array;
  /** Reads `current`. */
  readonly currentView: View<S>;
  /** Reads and writes `next`. */
  readonly nextDraft: Draft<S>;
  /** Reads `next`: what properties see of a new state. */
  readonly nextView: View<S>;
}

/** Views that nobody uses, by layout and access. */
const idle = new Map<string, Views[]>();

const keyOf = (schema: RecordField, access: Access): string => `${access} ${JSON.stringify(schema)}`;

/** Views of a schema that are the caller's own. */
export function viewsOf<S extends RecordField>(schema: S, access: Access = 'checked'): Views<S> {
  // Sound because the key is the whole schema.
  const kept = idle.get(keyOf(schema, access))?.pop() as unknown as Views<S> | undefined;
  return kept ?? generate(layoutOf(schema), access);
}

/** Runs with views of a schema that are its own until it has ended; the next to ask for such views gets them again. */
export function withViews<S extends RecordField, T>(
  schema: S,
  access: Access,
  run: (views: Views<S>) => T,
): T {
  const views = viewsOf(schema, access);
  const key = keyOf(schema, access);
  const giveBack = (): void => {
    idle.set(key, [...(idle.get(key) ?? []), views]);
  };
  let isPending = false;
  try {
    const result = run(views);
    if (!(result instanceof Promise)) return result;
    isPending = true;
    // Sound because what `finally` gives settles as the promise does.
    return result.finally(giveBack) as T;
  } finally {
    if (!isPending) giveBack();
  }
}

function generate<S extends RecordField>(layout: Layout, access: Access): Views<S> {
  const current = new Int32Array(layout.words);
  const next = new Int32Array(layout.words);
  const checked = access !== 'unchecked';
  const currentView = instantiate(layout, current, { writable: false, checked }) as View<S>;
  const draft = instantiate(layout, next, { writable: true, checked });
  // In release, properties read through the draft's classes: one receiver class fewer for helpers shared with effects.
  const nextView = access === 'debug' ? instantiate(layout, next, { writable: false, checked }) : draft;
  return {
    ...{ layout, access, current, next, currentView },
    nextDraft: draft as Draft<S>,
    nextView: nextView as View<S>,
  };
}

/** Told of the position and the bits of a scalar when it is read. */
export type Note = (position: number, bits: number) => void;

/**
 * A view of `words` like that of a search, but for telling what is read. All such views of a layout share their classes, so
 * that looking at what a function reads leaves its inline caches fit for the search.
 */
export function watchedView<S extends RecordField>(
  layout: Layout,
  words: Int32Array,
  note: Note,
  checked = true,
): View<S> {
  return instantiate(layout, words, { writable: false, checked, note }) as View<S>;
}

interface Mode {
  readonly writable: boolean;
  readonly checked: boolean;
  readonly note?: Note;
}

/** The classes that are written, in their order, and the names of the enums that they read by number. */
interface Emission {
  readonly mode: Mode;
  readonly classes: string[];
  readonly names: (readonly string[])[];
}

/** Generates the classes for one scratch array and builds the root view. */
function instantiate(layout: Layout, words: Int32Array, mode: Mode): unknown {
  const out: Emission = { mode, classes: [], names: [] };
  const { classes, names } = out;
  const root = emit([layout.root], out);
  // Only then: a constructor gives its object members that are not there yet.
  const made = [...classes.join('\n').matchAll(/^(?:class|const) ([VP]\d+)/gm)].map(([, name]) => name);
  const guarded = mode.checked ? `guard([${made.join()}]);` : '';
  const body = `${classes.join('\n')}\nconst view = new ${root}(root);\n${guarded}\nreturn view;`;
  const given = {
    words,
    names,
    root: layout.root,
    faults,
    guard: guardMembers,
    note: mode.note,
    part: partClass,
  };
  return compiled('views', given, body);
}

/** Emits the class that serves all these shapes, which come from the same place of the schema; returns its name. */
function emit(shapes: readonly Shape[], out: Emission, isOfQueue = false): string {
  const [first] = shapes;
  if (first === undefined || first.kind === 'scalar')
    throw new TypeError('only records and arrays have a view class');
  const lines =
    first.kind === 'record'
      ? recordClass(shapes as RecordShape[], out)
      : arrayClass(shapes as ArrayShape[], out, isOfQueue);
  const name = `V${String(out.classes.length)}`;
  out.classes.push(`class ${name} {\n${lines.join('\n')}\n}`);
  return name;
}

/** An expression that makes the view of the shape that `shape` stands for: with the methods of a set, an optional or a queue. */
function emitPart(shapes: readonly Shape[], shape: string, out: Emission, isOfQueue = false): string {
  const inner = `new ${emit(shapes, out, isOfQueue)}(${shape})`;
  const { classes } = out;
  const part = shapes[0] && partOf(shapes[0].field);
  if (part === undefined) return inner;
  const last = classes.length - 1;
  const name = `P${String(last)}`;
  classes[last] = `${classes[last] ?? ''}\nconst ${name} = part('${part.part}');`;
  return `new ${name}(${shape}.field, ${shape}.path, ${inner})`;
}

function recordClass(shapes: readonly RecordShape[], out: Emission): string[] {
  const { mode, names } = out;
  const setup: string[] = mode.checked ? ['this.$path = shape.path;'] : [];
  const members: string[] = [];
  const isQueue = shapes[0] !== undefined && partOf(shapes[0].field)?.part === 'queue';
  shapes[0]?.fields.forEach(([name, shape], index) => {
    const instances = shapes.map((one) => one.fields[index]?.[1] ?? shape);
    const quoted = JSON.stringify(name);
    if (shape.kind !== 'scalar') {
      const made = emitPart(instances, `shape.fields[${String(index)}][1]`, out, isQueue);
      setup.push(`this[${quoted}] = ${made};`);
      return;
    }
    const shared = (instances as ScalarShape[]).every((one) => one.position === shape.position);
    const position = shared ? String(shape.position) : `this.$${String(index)}`;
    if (!shared) setup.push(`${position} = shape.fields[${String(index)}][1].position;`);
    const place = `this.$path, ${quoted}`;
    members.push(
      `get [${quoted}]() { return ${watched(read(shape, position, names), shape, position, mode)}; }`,
    );
    if (mode.writable)
      members.push(`set [${quoted}](v) { ${write(shape, position, 'v', mode.checked ? place : undefined)} }`);
    else if (mode.checked) members.push(`set [${quoted}](v) { faults.readOnly(${place}); }`);
  });
  return [constructor(setup, mode), ...members];
}

function arrayClass(shapes: readonly ArrayShape[], out: Emission, isOfQueue: boolean): string[] {
  const { mode, names } = out;
  const length = String(shapes[0]?.elements.length ?? 0);
  const check = (access: 'read' | 'write'): string =>
    mode.checked
      ? `if (i >>> 0 !== i || i >= ${length}) faults.index(this.$path, i, ${length}, '${access}');`
      : '';
  const setup = mode.checked ? ['this.$path = shape.path;'] : [];
  let item = 'undefined';
  const members: string[] = [];
  const element = shapes[0]?.elements[0];
  if (element === undefined) {
    members.push(`at(i) { ${check('read')} }`, `set(i) { ${check('write')} }`);
  } else if (element.kind !== 'scalar') {
    const elements = shapes.flatMap((shape) => shape.elements);
    const made = emitPart(elements, 'element', out);
    setup.push(`this.$items = Object.freeze(shape.elements.map((element) => ${made}));`);
    item = 'this.$items[i]';
  } else {
    const position = elementPosition(shapes, element, setup);
    item = watched(read(element, position, names), element, position, mode);
    members.push(includes(element, position, length, mode));
    if (mode.writable) {
      const place = mode.checked ? 'this.$path, i' : undefined;
      members.push(`set(i, v) { ${check('write')} ${write(element, position, 'v', place)} }`);
      if (isOfQueue) members.push(...droppingFirst(shapes));
    } else if (mode.checked) {
      members.push(`set(i) { faults.readOnly(this.$path, i); }`);
    }
  }
  if (element !== undefined) members.push(`at(i) { ${check('read')} return ${item}; }`);
  return [
    constructor(setup, mode),
    `get length() { return ${length}; }`,
    ...members,
    `some(f) { for (let i = 0; i < ${length}; i++) if (f(${item}, i)) return true; return false; }`,
    `every(f) { for (let i = 0; i < ${length}; i++) if (!f(${item}, i)) return false; return true; }`,
    `count(f) { let n = 0; for (let i = 0; i < ${length}; i++) if (f(${item}, i)) n++; return n; }`,
  ];
}

/** `includes` compares stored bits; a value that the field cannot have is in no element. */
function includes(element: ScalarShape, position: string, length: string, mode: Mode): string {
  const { field, bits } = element;
  if (bits === 0) return `includes(v) { return ${length} > 0 && v === ${constantOf(field)}; }`;
  const choices =
    field.kind === 'enum'
      ? field.values.map((name, raw) => `v === ${JSON.stringify(name)} ? ${String(raw)} : `)
      : [];
  const raw =
    field.kind === 'bool'
      ? 'v ? 1 : 0'
      : field.kind === 'int'
        ? `v - ${String(field.min)}`
        : `${choices.join('')}-1`;
  const stored = `(words[${wordOf(position)}] >>> ${shiftOf(position)} & ${String(maskOf(bits))})`;
  const test = `${watched(stored, element, position, mode)} === raw`;
  return `includes(v) { const raw = ${raw}; for (let i = 0; i < ${length}; i++) if (${test}) return true; return false; }`;
}

/** A view that is checked takes no other members and keeps those it has. */
const constructor = (setup: readonly string[], { checked }: Mode): string =>
  `constructor(shape) { ${setup.join(' ')} ${checked ? 'Object.freeze(this);' : ''} }`;

/** The position of scalar element `i`: linear in i where every instance is contiguous, else from a table. */
function elementPosition(shapes: readonly ArrayShape[], element: ScalarShape, setup: string[]): string {
  const positions = shapes.map((shape) =>
    shape.elements.map((one) => (one.kind === 'scalar' ? one.position : 0)),
  );
  const linear = positions.every((list) =>
    list.every((position, index) => position === (list[0] ?? 0) + index * element.bits),
  );
  const single = positions.length === 1;
  if (linear) {
    if (!single) setup.push('this.$base = shape.elements[0].position;');
    return `(${single ? String(positions[0]?.[0] ?? 0) : 'this.$base'} + i * ${String(element.bits)})`;
  }
  setup.push('this.$positions = Int32Array.from(shape.elements, (element) => element.position);');
  return 'this.$positions[i]';
}

/** An expression for the value at `position`; word and shift fold to constants where the position is a literal. */
function read({ field, bits }: ScalarShape, position: string, names: (readonly string[])[]): string {
  if (bits === 0) return constantOf(field);
  const raw = `(words[${wordOf(position)}] >>> ${shiftOf(position)} & ${String(maskOf(bits))})`;
  if (field.kind === 'bool') return `${raw} !== 0`;
  if (field.kind === 'int') return field.min === 0 ? raw : `${raw} + ${String(field.min)}`;
  return `names[${String(names.push(field.values) - 1)}][${raw}]`;
}

/** The expression, with a note of the read before it where reads are watched; a field of one value is never read. */
const watched = (value: string, { bits }: ScalarShape, position: string, { note }: Mode): string =>
  note === undefined || bits === 0 ? value : `(note(${position}, ${String(bits)}), ${value})`;

/** Statements that store `value`; with `place`, the path of the parent and the name there, the value is checked first. */
function write(
  { field, bits }: ScalarShape,
  position: string,
  value: string,
  place: string | undefined,
): string {
  const check =
    place === undefined
      ? ''
      : `if (${isOutside(field, value)}) faults.value(${place}, ${value}, ${JSON.stringify(describe(field))});`;
  if (bits === 0) return check;
  const mask = String(maskOf(bits));
  const raw =
    field.kind === 'bool'
      ? `(${value} ? 1 : 0)`
      : field.kind === 'int'
        ? `(${value} - ${String(field.min)} & ${mask})`
        : ordinal(field.values, value);
  const literal = /^\d+$/.test(position);
  const bind = literal ? '' : `const p = ${position}; `;
  const at = literal ? position : 'p';
  const word = `words[${wordOf(at)}]`;
  return `${check} ${bind}${word} = ${word} & ~(${mask} << ${shiftOf(at)}) | ${raw} << ${shiftOf(at)};`;
}

const ordinal = (values: readonly string[], value: string): string =>
  `(${values.map((name, index) => (index === values.length - 1 ? String(index) : `${value} === ${JSON.stringify(name)} ? ${String(index)} : `)).join('')})`;

/** Whether `value` is none of the field's. Bit operators make an int32 of what is none, so that it differs from itself. */
function isOutside(field: ScalarField, value: string): string {
  if (field.kind === 'bool') return `${value} !== true && ${value} !== false`;
  if (field.kind === 'enum')
    return field.values.map((name) => `${value} !== ${JSON.stringify(name)}`).join(' && ');
  const { min, max } = field;
  const [least, most] = [String(min), String(max)];
  if (min === 0) {
    // All of 0 … max where these are the low bits; else as an unsigned number, which takes both ends at once.
    if ((max & (max + 1)) === 0) return `(${value} & ${most}) !== ${value}`;
    return `${value} >>> 0 !== ${value} || ${value} > ${most}`;
  }
  if (min >= -(2 ** 31) && max < 2 ** 31)
    return `(${value} | 0) !== ${value} || ${value} < ${least} || ${value} > ${most}`;
  return `!(Number.isInteger(${value}) && ${value} >= ${least} && ${value} <= ${most})`;
}

const wordOf = (position: string): string =>
  /^\d+$/.test(position) ? String(Number(position) >>> 5) : `${position} >>> 5`;
const shiftOf = (position: string): string =>
  /^\d+$/.test(position) ? String(Number(position) & 31) : position;

function constantOf(field: ScalarField): string {
  return field.kind === 'int'
    ? String(field.min)
    : field.kind === 'bool'
      ? 'false'
      : JSON.stringify(field.values[0]);
}
