/** Programs beside the lines of their tree, in our own words: what a Go engineer checks the reading by. */
import type { Expr, Instruction, Programs } from '../../model/index.ts';
import { kinds, kindsIn, moverOf, stepsBegin } from '../../model/index.ts';
import type { ReadPrograms } from './read.ts';

/**
 * One line for each instruction: `|` where a step begins, `+` where a coarse one does and no fine one, `:` the other way round, the number that branches name, file and line, the class (N none, R right,
 * L left, B both), and what is done. With `fn`, those of that function alone; null where no program has it. Threads that do what they do in
 * `besides` are left out.
 */
export function programLines(
  { programs, files }: ReadPrograms,
  fn?: string,
  besides?: Programs,
): string[] | null {
  const blocks = kindsIn(programs).flatMap((kind) => {
    const program = programs[kind];
    if (program === undefined || JSON.stringify(program) === JSON.stringify(besides?.[kind])) return [];
    const [coarse, fine] = [stepsBegin(kind, program, 'coarse'), stepsBegin(kind, program, 'fine')];
    const rows = program.list.flatMap((one, index) => {
      if (fn !== undefined && one.fn !== fn) return [];
      const file = files.get(one.fn);
      const at = file === undefined ? `driver:${one.line}` : `${file}:${one.line}`;
      const mark = coarse.has(index) ? (fine.has(index) ? '|' : '+') : fine.has(index) ? ':' : ' ';
      const mover = isAccess(one) ? moverOf(kind, one) : ' ';
      return [`${mark} ${String(index).padStart(3)}  ${at.padEnd(22)} ${mover}  ${wordsOf(one)}`];
    });
    const title = `${kinds[kind].title}: ${program.list.length} instructions, steps begin at ${coarse.size}, fine ones at ${fine.size}`;
    return rows.length === 0 ? [] : [[title, ...rows, '']];
  });
  return blocks.length === 0 ? null : blocks.flat();
}

const isAccess = ({ op }: Instruction): boolean => ['load', 'store', 'add', 'swap', 'call'].includes(op);

/** What an instruction does: `m.writing := 1`. */
export function wordsOf(one: Instruction): string {
  switch (one.op) {
    case 'set':
      return `${one.to} := ${spelled(one.is)}`;
    case 'load':
      return `${one.to} := ${access(one.from)}`;
    case 'store':
      return `${access(one.to)} := ${spelled(one.is)}`;
    case 'add':
      return `${access(one.to)} ${one.is < 0 ? '-' : '+'}= ${Math.abs(one.is)}`;
    case 'swap':
      return `${one.to} := swap ${access(one.at)} from ${spelled(one.was)} to ${spelled(one.is)}`;
    case 'branch':
      return `if ${spelled(one.if)} go to ${one.then}, else ${one.else}`;
    case 'jump':
      return `go to ${one.to}`;
    case 'entry':
      return `enter ${one.fn}${one.grows ? ', whose stack may grow' : ''}`;
    case 'call': {
      const to = one.to === undefined ? '' : `${one.to.join(', ')} := `;
      const of = [...(one.lock === undefined ? [] : [one.lock]), ...one.of.map(spelled)];
      return `${to}${one.name}(${of.join(', ')})`;
    }
    case 'throw':
      return 'throw';
    case 'end':
      return 'end';
  }
}

function access({ place, of }: { readonly place: string; readonly of: readonly Expr[] }): string {
  const indices = of.map(spelled);
  const slots = place.split('[]').length - 1;
  const owners = indices.slice(0, indices.length - slots);
  const own = indices.slice(indices.length - slots);
  const named = place.replaceAll('[]', () => `[${own.shift() ?? ''}]`);
  const owner = owners.at(-1);
  // A thread's own M goes without saying.
  return owner === undefined || owner === '1' ? named : `${named} of ${owner}`;
}

function spelled(expr: Expr): string {
  if ('lit' in expr) return String(expr.lit);
  if ('local' in expr) return expr.local;
  if ('bound' in expr) return expr.bound;
  const [a = '', b] = expr.of.map(spelled);
  if (b === undefined) return `${expr.op === 'minus' ? '-' : expr.op}${a}`;
  return `(${a} ${expr.op} ${b})`;
}
