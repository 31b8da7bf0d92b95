/** The counterexample of Go 1.26 at `tiny` that browsers are shown, in fine steps: with its id, and the words that select its system. */
import { nosplit } from '../../../cli/testing/world.ts';

export const words: readonly string[] = ['tiny', '--design', '1.26', '--granularity', 'fine'];

export async function lostBuffer(): Promise<string> {
  const { stdout } = await nosplit(['check', ...words, '--format', 'json']);
  const { violations } = JSON.parse(stdout) as { violations: { trace: { id: string } }[] };
  return violations[0]?.trace.id ?? '';
}
