/** `check --dump dot FILE`: every state and every step of a small system, as a graph for Graphviz. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StateGraph, Stepper, System } from '../../checker/index.ts';
import { SystemError, stateGraph, stepper } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { written } from '../output.ts';
import { dotText } from '../reporters/pictures.ts';
import { scalars } from '../reporters/scalars.ts';
import { count } from '../reporters/words.ts';
import type { Selection } from '../selection/selection.ts';
import { shown } from '../terminal.ts';
import type { World } from '../world.ts';

/** A picture of more helps nobody, and Graphviz takes hours for it. */
const statesMax = 5000;

/** The file that `--dump` names. Throws a UsageError for anything but a kind and a file. */
export function dumpFile(words: readonly string[]): string {
  const [kind, file, ...more] = words;
  if (kind !== 'dot') throw new UsageError(`--dump ${kind ?? ''}: no such kind; write --dump dot FILE`);
  if (file === undefined) throw new UsageError('--dump dot needs a file; write --dump dot FILE');
  const [first] = more;
  if (first !== undefined)
    throw new UsageError(`--dump dot takes one file, and ${first} is another word; put it before --dump`);
  return file;
}

/** Writes the graph. Throws a UsageError where the system has too many states, or the file cannot be written. */
export async function dump({ system, title }: Selection, file: string, world: World): Promise<void> {
  const graph = await graphOf(system, title);
  const text = graphDot(graph, stepper(system), title);
  written(`--dump dot ${file}`, () => {
    writeFileSync(resolve(world.cwd, file), text);
  });
}

async function graphOf(system: System, title: string): Promise<StateGraph> {
  try {
    return await stateGraph(system, { statesMax });
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'limit') throw error;
    throw new UsageError(
      `--dump: ${title} has more than ${count(statesMax)} states, too many for a picture; choose narrower bounds, or leave --dump out`,
    );
  }
}

/** A node for each state, whose tooltip is the state; what violates an invariant is a filled diamond with its name. */
function graphDot(graph: StateGraph, walk: Stepper<System['state']>, title: string): string {
  const lines = [`digraph ${dotText(title)} {`, `  label=${dotText(title)};`, '  node [shape=circle];'];
  for (let state = 0; state < graph.states; state++) {
    walk.state.set(graph.rows.subarray(state * graph.words, (state + 1) * graph.words));
    const broken = walk.violated();
    const look = [
      `tooltip=${dotText(scalars(walk.plain(walk.state)).join('\n'))}`,
      ...(state < graph.initial ? ['penwidth=3'] : []),
      ...(broken.length === 0
        ? []
        : ['shape=diamond', 'style=filled', `xlabel=${dotText(broken.join(', '))}`]),
    ];
    lines.push(`  ${state} [${look.join(', ')}];`);
  }
  for (let state = 0; state < graph.states; state++)
    for (let at = graph.first[state] ?? 0; at < (graph.first[state + 1] ?? 0); at++) {
      const { action = '', params = {} } = graph.steps[graph.instance[at] ?? -1] ?? {};
      const words = Object.entries(params).map(([key, value]) => `${key}=${value}`);
      lines.push(`  ${state} -> ${graph.target[at] ?? -1} [label=${dotText([action, ...words].join(' '))}];`);
    }
  return shown(`${[...lines, '}'].join('\n')}\n`);
}
