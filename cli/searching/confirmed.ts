/** `--confirm`: the machine code has a say in the verdict. */
import type { Confirmation, Facts } from '../../facts/index.ts';
import { confirm, disagreement } from '../../facts/index.ts';
import { UsageError } from '../errors.ts';

/**
 * Compares a tree with its machine code. Throws a UsageError where a stack may grow that the sources do not show: the model that
 * they make is then none of what runs, whatever its verdict.
 */
export async function confirmedOrRefused(facts: Facts): Promise<Confirmation> {
  const confirmation = await confirm(facts);
  const found = disagreement(confirmation);
  if (found !== null)
    throw new UsageError(
      `the machine code disagrees with the sources: ${found.name}: ${found.difference ?? ''}; nosplit facts --go --confirm lists what was compared`,
    );
  return confirmation;
}
