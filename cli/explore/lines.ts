/** What is sent in, line by line. */
import type { World } from '../world.ts';

/** The lines of stdin as they come, without their ends; the last one may have none. */
export async function* linesOf({ stdin }: Pick<World, 'stdin'>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stdin.chunks()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
