/** When two programs are the same to a search. */
import type { Programs } from '../../model/index.ts';

/** The programs without lines, and with their locals by the order in which they come: equal for trees of the same steps. */
export function stepsKey(programs: Programs): string {
  const plain = Object.entries(programs).map(([kind, { list, locals }]) => {
    const order = new Map<string, string>();
    const numbered: unknown = JSON.parse(
      JSON.stringify(list, (key, value: unknown) => (key === 'line' ? undefined : value)),
      (key, value: unknown) => {
        if (typeof value !== 'string' || !Object.hasOwn(locals, value)) return value;
        // A name of a local stands where an expression or an instruction has one, or in the list of what a call gives.
        if (key !== 'local' && key !== 'to' && !/^\d+$/.test(key)) return value;
        if (!order.has(value)) order.set(value, `${locals[value] ?? ''} ${order.size}`);
        return order.get(value);
      },
    );
    return [kind, numbered];
  });
  return JSON.stringify(plain);
}
