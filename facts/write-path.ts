import type { Node } from 'web-tree-sitter';
import { knownFunction } from './acquire-shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Place } from './fact.ts';
import { callsIn, lineOf, plainText } from './go-source.ts';
import type { GoFunction, GoSource } from './go-source.ts';
import type { RuntimeIndex } from './runtime-index.ts';

/** A function that may run while an M's buffer pointer is held in a traceWriter: between `writer()` and `end()`. */
export interface WritePathFunction extends Place {
  readonly name: string;
  readonly nosplit: boolean;
  /** The calls that lead to it, from the one on the writer itself: `event`, `ensure`, `refill`. */
  readonly via: readonly string[];
  /** Reached from no event, only from the P statuses that StartTrace and traceAdvance write. */
  readonly statusOnly: boolean;
}

export interface WritePath {
  /** In the order of their discovery: breadth first from `writer()`. */
  readonly functions: readonly WritePathFunction[];
  /** Whether eventWriter hands its writer on, as the parent's does, and where it takes it. */
  readonly sharedWriter: boolean;
  readonly writerPlace: Place;
}

/** Follows the calls that are made with a writer held. Calls inside `systemstack` are left out: g0 never grows. */
export function readWritePath(source: GoSource, index: RuntimeIndex): WritePath {
  const writer = knownFunction(source, 'traceLocker.writer');
  const eventWriter = knownFunction(source, 'traceLocker.eventWriter');
  const shared = holdsWriter(source);
  const roots: Callee[] = [writer];
  const housekeepingRoots: Callee[] = [];
  let writerPlace: Place = eventWriter;
  for (const site of writerSites(source)) {
    const place = { file: site.within.file, line: lineOf(site.call) };
    if (site.within === eventWriter && writerPlace === eventWriter) writerPlace = place;
    if (site.methods.at(-1) === 'end') {
      const target = housekeeping.has(site.within.name) ? housekeepingRoots : roots;
      target.push(...site.methods.map((method) => knownFunction(source, `traceWriter.${method}`)));
      // Whatever the chain's arguments call runs after writer() too.
      target.push(...site.argumentCalls.flatMap((call) => callees(source, index, site.within, call)));
    } else if (shared && site.within === eventWriter) {
      const after = callsIn(eventWriter.body).filter((call) => call.startIndex > site.call.startIndex);
      roots.push(...after.flatMap((call) => callees(source, index, eventWriter, call)));
    } else {
      const why = 'a writer() that is not ended in the same expression may be held across anything';
      throw new UnrecognizedShape(`the writer() in ${site.within.name}`, place, why);
    }
  }
  if (shared) roots.push(...sharedWriterRoots(source, index));
  const written = new Set(reach(source, index, roots).map((each) => each.name));
  const functions = reach(source, index, [...roots, ...housekeepingRoots]).map((each) => ({
    ...each,
    statusOnly: !written.has(each.name),
  }));
  return { functions, sharedWriter: shared, writerPlace };
}

/** Where Ps' statuses are written on the system stack (in forEachP) or with the world stopped. */
const housekeeping: ReadonlySet<string> = new Set(['StartTrace', 'traceAdvance']);

/** A call's target: a parsed function, which is followed, or a place outside the parsed files, which is not. */
type Callee =
  GoFunction | (Place & { readonly name: string; readonly neverGrows: boolean; readonly body?: never });

function reach(
  source: GoSource,
  index: RuntimeIndex,
  roots: readonly Callee[],
): Omit<WritePathFunction, 'statusOnly'>[] {
  const found = new Map<string, Omit<WritePathFunction, 'statusOnly'>>();
  const queue = roots.map((callee) => ({ callee, via: [] as readonly string[] }));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { callee } = next;
    if (found.has(callee.name)) continue;
    const via = [...next.via, callee.name];
    // Outside the tracer only what may grow is of interest.
    if (callee.body === undefined && callee.neverGrows) continue;
    found.set(callee.name, {
      name: callee.name,
      file: callee.file,
      line: callee.line,
      nosplit: callee.neverGrows,
      via,
    });
    if (callee.body === undefined) continue;
    for (const call of callsIn(callee.body)) {
      queue.push(...callees(source, index, callee, call).map((inner) => ({ callee: inner, via })));
    }
  }
  return [...found.values()];
}

interface WriterSite {
  readonly within: GoFunction;
  readonly call: Node;
  /** Methods chained to it, in order: `writeGoStatus`, `end`. */
  readonly methods: readonly string[];
  readonly argumentCalls: readonly Node[];
}

/** Every call of a method called writer or expWriter, which copy an M's buffer pointer, with what is chained to it. */
function writerSites(source: GoSource): WriterSite[] {
  return [...source.functions.values()].flatMap((within) =>
    within.body.descendantsOfType('call_expression').flatMap((call): WriterSite[] => {
      const name = call?.childForFieldName('function')?.childForFieldName('field')?.text;
      if (call === null || (name !== 'writer' && name !== 'expWriter')) return [];
      const methods: string[] = [];
      const argumentCalls: Node[] = [];
      for (let link = chained(call); link !== null; link = chained(link)) {
        methods.push(link.childForFieldName('function')?.childForFieldName('field')?.text ?? '');
        const list = link.childForFieldName('arguments');
        if (list !== null) argumentCalls.push(...callsIn(list));
      }
      return [{ within, call, methods, argumentCalls }];
    }),
  );
}

/** In `a().b()`, the call of b for the call of a. */
function chained(call: Node): Node | null {
  const selector = call.parent;
  if (selector?.type !== 'selector_expression') return null;
  return selector.parent?.type === 'call_expression' ? selector.parent : null;
}

/** The parent's traceEventWriter holds a traceWriter; later ones hold a traceLocker and take a writer per write. */
function holdsWriter(source: GoSource): boolean {
  const struct = source.structs.get('traceEventWriter');
  const types = [...(struct?.fields.values() ?? [])].map((field) => field.type);
  if (types.length === 1 && types[0] === 'traceWriter') return true;
  if (types.length === 1 && types[0] === 'traceLocker') return false;
  const place = struct ?? knownFunction(source, 'traceLocker.eventWriter');
  throw new UnrecognizedShape(
    'traceEventWriter',
    place,
    'it holds neither one traceWriter nor one traceLocker',
  );
}

/** What runs on an event writer that holds its writer: its own methods, and calls that are given the variable it is in. */
function sharedWriterRoots(source: GoSource, index: RuntimeIndex): Callee[] {
  const all = [...source.functions.values()];
  const methods = all.filter((each) => each.receiver === 'traceEventWriter');
  const given = all.flatMap((within) => {
    const bound = /\b(\w+):=\w+\.eventWriter\(/.exec(plainText(within.body))?.[1];
    if (bound === undefined) return [];
    return callsIn(within.body)
      .filter((call) => plainText(call.childForFieldName('arguments') ?? call).includes(`(${bound}.`))
      .flatMap((call) => callees(source, index, within, call));
  });
  return [...methods, ...given];
}

/** Ends the program: a stack that grows on the way there harms no trace. */
const fatal = new Set(['throw', 'fatal', 'panic']);

/** The runtime functions a call may mean, by name and, where it can be told, by the receiver's type. */
function callees(source: GoSource, index: RuntimeIndex, within: GoFunction, call: Node): Callee[] {
  const called = call.childForFieldName('function');
  if (called?.type === 'identifier') {
    // Conversions, builtins and local closures are not in the index.
    return fatal.has(called.text) ? [] : declaredAs(source, index, called.text);
  }
  const method = called?.childForFieldName('field')?.text;
  if (called?.type !== 'selector_expression' || method === undefined) return [];
  const operand = called.childForFieldName('operand');
  const type = operand === null ? null : typeOf(source, within, operand);
  const owner = type === null ? null : methodOwner(source, type, method);
  if (owner !== null) return declaredAs(source, index, `${owner}.${method}`);
  // Unknown receiver: every method of that name in the tracer. What is called on values of other packages' types, and of
  // the rest of the runtime, are atomics and pointers in disguise (`ptr`); --confirm follows those in the machine code.
  return [...source.functions.values()].filter((each) => each.name.endsWith(`.${method}`));
}

function declaredAs(source: GoSource, index: RuntimeIndex, name: string): Callee[] {
  const parsed = source.functions.get(name);
  if (parsed !== undefined) return [parsed];
  const declarations = index.get(name) ?? [];
  const worst = declarations.find((each) => each.grows) ?? declarations[0];
  return worst === undefined ? [] : [{ name, neverGrows: !worst.grows, file: worst.file, line: worst.line }];
}

/** The type of a variable, or of a field of one; null where only a type checker could tell. */
function typeOf(source: GoSource, within: GoFunction, node: Node): string | null {
  if (node.type === 'identifier') return within.variables.get(node.text) ?? null;
  if (node.type !== 'selector_expression') return null;
  const operand = node.childForFieldName('operand');
  const outer = operand === null ? null : typeOf(source, within, operand);
  const field = node.childForFieldName('field')?.text ?? '';
  return outer === null
    ? null
    : (source.structs.get(outer)?.fields.get(field)?.type.replace(/^\*/, '') ?? null);
}

/** The type that declares the method: the given one or one it embeds. */
function methodOwner(source: GoSource, type: string, method: string): string | null {
  if (source.functions.has(`${type}.${method}`)) return type;
  for (const field of source.structs.get(type)?.fields.values() ?? []) {
    const owner = field.embedded ? methodOwner(source, field.type, method) : null;
    if (owner !== null) return owner;
  }
  return null;
}
