/**
 * The scheduler's functions are not read whole but sliced: what touches sections, statuses of Gs, who runs whom and the lists is
 * read, or refused; the rest is left out. A condition over something else, on which a touching statement depends, is a choice.
 */
import type { Node } from 'web-tree-sitter';
import { children, plainText } from '../../go-source.ts';
import type { GoSource } from '../../go-source.ts';
import type { Binding, Context } from '../context.ts';
import { loaded } from '../variables.ts';
import { opaque } from '../values.ts';
import type { Value } from '../values.ts';
import { bound } from './bound.ts';
import { vocabularyOf } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Files of the scheduler. */
export const slicedFiles: readonly string[] = ['proc.go'];

/** Whether what is read at the moment stands in a function that is sliced. */
export const isSliced = (context: Context): boolean =>
  context.scheduler && slicedFiles.includes(context.frame.fn.file);

/** What runs in a section, or on behalf of one: the driver does it, in any order. */
const environment = new Set([
  'schedule',
  'wakep',
  'gogo',
  'tryRecordGoroutineProfile',
  'stopm',
  'startm',
  'goready',
  'incidlelocked',
  'checkdead',
  'Gosched',
  'stoplockedm',
]);
/** Runs a statement of a sliced function. */
export function sliced(context: Context, node: Node, whole: (context: Context, node: Node) => void): void {
  switch (node.type) {
    case 'block':
    case 'return_statement':
    case 'continue_statement':
    case 'goto_statement':
    case 'labeled_statement':
    case 'break_statement':
      whole(context, node);
      return;
    case 'if_statement':
      branch(context, node);
      return;
    case 'short_var_declaration':
    case 'var_declaration':
    case 'assignment_statement':
    case 'inc_statement':
    case 'dec_statement':
      if (touches(context, node)) whole(context, node);
      else if (
        !context.attempt(() => {
          whole(context, node);
        })
      )
        forgotten(context, node);
      return;
    default:
      if (touches(context, node)) whole(context, node);
      else if (leaves(node))
        context.refuse(node, 'leads somewhere else, in a function that the reader slices');
  }
}

function branch(context: Context, node: Node): void {
  const consequence = node.childForFieldName('consequence') ?? node;
  const alternative = node.childForFieldName('alternative');
  const condition = node.childForFieldName('condition') ?? node;
  const fixed = bound(context.frame.fn.name, plainText(condition), context.part);
  if (fixed !== undefined) {
    const taken = fixed ? consequence : alternative;
    if (taken !== null) context.run(context, taken);
    return;
  }
  const parts = [consequence, ...(alternative === null ? [] : [alternative])];
  const matters = parts.some((part) => touches(context, part) || leaves(part) || assigns(context, part));
  if (!matters && !throws(consequence)) return;
  const { out, frame } = context;
  const { scope } = frame;
  frame.scope = [...scope, new Map<string, Binding>()];
  const initializer = node.childForFieldName('initializer');
  if (initializer !== null) context.run(context, initializer);
  const [yes, no, after] = [out.label(), out.label(), out.label()];
  let answer: boolean | undefined;
  if (
    !context.attempt(() => {
      answer = context.test(context, condition, yes, no);
    })
  ) {
    frame.scope = scope;
    // A claim over something else.
    if (!matters) return;
    if (touches(context, condition))
      context.refuse(condition, 'is a condition that the reader does not follow');
    frame.scope = [...scope, new Map<string, Binding>()];
    if (initializer !== null) context.run(context, initializer);
    const either = context.fresh('either', 'bool');
    out.emit({ op: 'call', name: 'choose', of: [{ lit: 2 }], to: [either], words: ['without', 'with'] });
    out.branch({ local: either }, yes, no);
  }
  out.here(yes);
  if (!matters) out.emit({ op: 'throw' });
  else if (answer !== false) context.run(context, consequence);
  out.jump(after);
  out.here(no);
  if (alternative !== null && matters && answer !== true) context.run(context, alternative);
  out.here(after);
  frame.scope = scope;
}

/** The variables that a statement left out would have given a value. One that is followed may not be lost that way. */
function forgotten(context: Context, node: Node): void {
  if (node.type !== 'assignment_statement') {
    const declared =
      node.type === 'short_var_declaration'
        ? children(node.childForFieldName('left') ?? node)
        : children(node).flatMap((spec) => spec.childrenForFieldName('name').filter((name) => name !== null));
    for (const { text } of declared) context.bind(text, opaque);
    return;
  }
  for (const target of children(node.childForFieldName('left') ?? node)) {
    const value = target.type === 'identifier' ? context.lookUp(target.text)?.value : undefined;
    if (context.hasSyscalls && value?.kind === 'scalar' && value.type === 'bool' && 'local' in value.expr)
      either(context, value.expr.local);
    else if (value !== undefined && value.kind !== 'opaque')
      context.refuse(node, 'gives a variable that is followed a value that is not');
  }
}

/** A truth value about something else is a choice. */
function either({ out }: Context, to: string): void {
  out.emit({ op: 'call', name: 'choose', of: [{ lit: 2 }], to: [to], words: ['without', 'with'] });
}

/** Whether the statement gives a variable that is followed another value. */
const assigns = (context: Context, node: Node): boolean =>
  node.descendantsOfType('assignment_statement').some((one) =>
    children(one?.childForFieldName('left') ?? node).some(({ type, text }) => {
      const value = type === 'identifier' ? context.lookUp(text)?.value : undefined;
      return value !== undefined && value.kind !== 'opaque';
    }),
  );

/** Whether the statement does something that the part is about. */
function touches(context: Context, node: Node): boolean {
  if (node.type === 'if_statement') {
    const condition = node.childForFieldName('condition');
    const fixed =
      condition === null ? undefined : bound(context.frame.fn.name, plainText(condition), context.part);
    const [yes, no] = [node.childForFieldName('consequence'), node.childForFieldName('alternative')];
    const parts = [
      fixed === false ? null : yes,
      fixed === true ? null : no,
      node.childForFieldName('initializer'),
      condition,
    ];
    return parts.some((part) => part !== null && touches(context, part));
  }
  if (node.type === 'call_expression' && callTouches(context, node)) return true;
  if (storesField(vocabularyOf(context.part), node)) return true;
  return children(node).some((child) => touches(context, child));
}

function callTouches(context: Context, node: Node): boolean {
  const called = node.childForFieldName('function');
  if (called?.type === 'selector_expression') {
    if (changesField(vocabularyOf(context.part), node)) return true;
    const operand = called.childForFieldName('operand');
    const value = operand?.type === 'identifier' ? context.lookUp(operand.text)?.value : undefined;
    // A method of a locker, or of what the tracer keeps of a G.
    return (
      (value?.kind === 'struct' && value.type === 'traceLocker') ||
      isResourceCall(vocabularyOf(context.part), called) ||
      reaches(context, `.${called.childForFieldName('field')?.text ?? ''}`)
    );
  }
  return (
    called?.type === 'identifier' && [called.text, ...handed(node)].some((name) => reaches(context, name))
  );
}

/** The name of the function that systemstack is handed by a call. */
const handed = (call: Node): readonly string[] =>
  call.childForFieldName('function')?.text === 'systemstack'
    ? children(call.childForFieldName('arguments') ?? call)
        .filter(({ type }) => type === 'identifier')
        .map(({ text }) => text)
    : [];

const reaching = new WeakMap<GoSource, ReadonlySet<string>>();

/** Functions of the sliced files that touch, or call one that does; what the drivers stand for is not looked into. */
function reaches({ source, part }: Context, name: string): boolean {
  const vocabulary = vocabularyOf(part);
  if (vocabulary.calls.test(name)) return true;
  let known = reaching.get(source);
  if (known === undefined) reaching.set(source, (known = touching(source, vocabulary)));
  return known.has(name);
}

function touching({ functions }: GoSource, vocabulary: Vocabulary): ReadonlySet<string> {
  const found = new Set<string>();
  const callers = new Map<string, string[]>();
  const waiting: string[] = [];
  for (const [name, { body, file, variables }] of functions) {
    if (!slicedFiles.includes(file) || environment.has(name)) continue;
    if ([...variables.values()].includes('traceLocker') || stores(vocabulary, body)) waiting.push(name);
    for (const call of body.descendantsOfType('call_expression')) {
      const called = call?.childForFieldName('function');
      const plain =
        called?.type === 'selector_expression'
          ? `.${called.childForFieldName('field')?.text ?? ''}`
          : (called?.text ?? '');
      if (
        vocabulary.calls.test(plain) ||
        (called?.type === 'selector_expression' && isResourceCall(vocabulary, called)) ||
        (call !== null && changesField(vocabulary, call))
      )
        waiting.push(name);
      for (const one of [plain, ...(call === null ? [] : handed(call))])
        callers.set(one, [...(callers.get(one) ?? []), name]);
    }
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    // A method is known by its name alone, whatever it is a method of.
    const plain = next.includes('.') ? next.slice(next.indexOf('.')) : next;
    found.add(plain);
    waiting.push(...(callers.get(plain) ?? []));
  }
  return found;
}

/** A call of a method of what the tracer keeps of a G or P, or of one that changes a field that only touching statements store. */
function isResourceCall(vocabulary: Vocabulary, called: Node): boolean {
  const operand = called.childForFieldName('operand');
  return (
    operand?.type === 'selector_expression' &&
    (operand.childForFieldName('field')?.text === 'trace' ||
      (isField(vocabulary, operand) && called.childForFieldName('field')?.text !== 'ptr'))
  );
}

/** A function that is handed the address of such a field, as those of internal/runtime/atomic are. */
const changesField = (vocabulary: Vocabulary, call: Node): boolean =>
  children(call.childForFieldName('arguments') ?? call).some(
    (one) =>
      one.type === 'unary_expression' &&
      one.childForFieldName('operator')?.text === '&' &&
      isField(vocabulary, one.childForFieldName('operand') ?? one),
  );

/** Whether a function stores such a field. */
const stores = (vocabulary: Vocabulary, body: Node): boolean =>
  ['assignment_statement', 'inc_statement', 'dec_statement'].some((type) =>
    body.descendantsOfType(type).some((one) => one !== null && storesField(vocabulary, one)),
  );

function storesField(vocabulary: Vocabulary, node: Node): boolean {
  const isTarget = (one: Node): boolean => isField(vocabulary, one);
  return node.type === 'assignment_statement'
    ? children(node.childForFieldName('left') ?? node).some(isTarget)
    : (node.type === 'inc_statement' || node.type === 'dec_statement') && children(node).some(isTarget);
}

const isField = ({ fields, variables }: Vocabulary, node: Node): boolean =>
  node.type === 'identifier'
    ? variables.has(node.text)
    : node.type === 'selector_expression' && fields.has(node.childForFieldName('field')?.text ?? '');

/** Whether the statement may end the function, or the loop around it. */
const leaves = (node: Node): boolean =>
  ['return_statement', 'goto_statement', 'break_statement', 'continue_statement'].some(
    (type) => node.type === type || node.descendantsOfType(type).length > 0,
  );

const throws = (block: Node): boolean =>
  block
    .descendantsOfType('call_expression')
    .some((call) => call?.childForFieldName('function')?.text === 'throw');

/** What a call in a sliced function is given; what is about something else is opaque. */
export function argument(context: Context, node: Node): Value {
  let value: Value = opaque;
  const read = (): void => {
    value = loaded(context, node, context.valueOf(context, node));
  };
  if (touches(context, node)) read();
  else context.attempt(read);
  return value;
}
