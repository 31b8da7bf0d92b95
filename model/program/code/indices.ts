/** Indices that an edited tree may take beyond an array: Go panics there. */
import { places } from '../places/places.ts';
import type { Access, Expr, Instruction } from '../language/program.ts';

/** An index, and the length of what it is of. */
interface Index {
  readonly is: Expr;
  readonly length: number;
}

/** Calls of which the first value is an index by gen%2. */
const byParity = new Set(['semacquire', 'semrelease', 'push', 'pop', 'queueEmpty']);

/** Text that is true where an index of the instruction is beyond its array; undefined where none can be. */
export function panicsText(one: Instruction, text: (expr: Expr) => string): string | undefined {
  const all = unboundedIndices(one).map(({ is, length }) => `${text(is)} < 0 || ${text(is)} >= ${length}`);
  return all.length === 0 ? undefined : all.join(' || ');
}

/** The indices of an instruction that may be beyond their arrays; none in any release. */
function unboundedIndices(one: Instruction): readonly Index[] {
  const all =
    one.op === 'load'
      ? ofAccess(one.from)
      : one.op === 'store' || one.op === 'add'
        ? ofAccess(one.to)
        : one.op === 'swap'
          ? ofAccess(one.at)
          : one.op === 'call' && byParity.has(one.name) && one.of[0] !== undefined
            ? [{ is: one.of[0], length: 2 }]
            : [];
  return all.filter(({ is, length }) => {
    const [low, high] = valuesOf(is);
    return low < 0 || high >= length;
  });
}

/** Arrays are by gen%2, and statusTraced by gen%3. */
function ofAccess({ place, of }: Access): readonly Index[] {
  const { field = '' } = places[place] ?? {};
  const [, is] = of;
  return field.endsWith('[]') && is !== undefined
    ? [{ is, length: field.endsWith('.traced[]') ? 3 : 2 }]
    : [];
}

/** Generations have no sign: below 0 the highest of 64 bits come. `divisor` is known. */
export function remainder(of: Expr, value: string, divisor: string): string {
  if (valuesOf(of)[0] >= 0) return `(${value} % ${divisor})`;
  const wrapped = Number(2n ** 64n % BigInt(divisor));
  return `(${value} < 0 ? (${value} % ${divisor} + ${divisor} + ${wrapped}) % ${divisor} : ${value} % ${divisor})`;
}

/** The least and the greatest value that an expression may have, as far as it says so itself. */
function valuesOf(expr: Expr): readonly [number, number] {
  if ('lit' in expr) return [expr.lit, expr.lit];
  if (!('op' in expr)) return [0, Infinity];
  const [a = [0, 0], b = [0, 0]] = expr.of.map(valuesOf);
  switch (expr.op) {
    case '+':
      return [a[0] + b[0], a[1] + b[1]];
    case '-':
      return [a[0] - b[1], a[1] - b[0]];
    case '%':
      return [0, b[1] - 1];
    default:
      return [-Infinity, Infinity];
  }
}
