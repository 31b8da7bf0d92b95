/**
 * The expansion of states as a module of its own: it imports nothing, and has no table. Whoever has packed states, on whatever machine,
 * puts some into its memory, and finds their successors and what is violated there.
 *
 * Its code is that of the engine. What a module of the engine imports it defines, under the same numbers (imports.ts).
 */
import { layoutOf } from '../../state/layout.ts';
import type { Layout } from '../../state/layout.ts';
import { NoStructure } from '../../structures/explore.ts';
import type { Structures } from '../../structures/structures.ts';
import { structuresOf } from '../../structures/structures.ts';
import { programOf } from '../../language/program.ts';
import type { Program } from '../../language/program.ts';
import type { System } from '../../language/system.ts';
import { SystemError } from '../../language/system-error.ts';
import { encode } from '../../state/codec.ts';
import type { KernelMemory } from './kernel-memory.ts';
import { placed } from './kernel-memory.ts';
import { kernelModule } from './kernel-module.ts';

/** More than an engine spends: nobody can be asked for what a kernel does not know. */
const runs = { instance: 1 << 18, state: 1 << 21, property: 1 << 21 };

export interface Kernel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly memory: KernelMemory;
  readonly layout: Layout;
  readonly program: Program;
  /** The packed initial states. */
  readonly initial: readonly Int32Array[];
}

/**
 * The kernel of a system, with those of its properties that are chosen; claims about runs it cannot judge. Throws a SystemError where
 * a function of the system has no structure.
 */
export function kernelOf(system: System, chosen?: readonly string[]): Kernel {
  const program = programOf(system, chosen);
  const layout = layoutOf(system.state);
  const structures = structured(program, layout);
  const { memory, addresses, bytes } = placed(program, layout);
  return {
    ...{ memory, layout, program },
    bytes: kernelModule({ program, layout, structures, memory, addresses, bytes }),
    initial: system.initial.map((state) => {
      const words = new Int32Array(layout.words);
      encode(layout, state, words);
      return words;
    }),
  };
}

function structured(program: Program, layout: Layout): Structures {
  const cannot = (why: string): SystemError =>
    new SystemError(
      `${program.system.name} cannot be made a kernel: ${why}; give it less to read, or its fields fewer values`,
      { code: 'options' },
    );
  try {
    const structures = structuresOf(program, layout, { runs });
    const asked = structures.instances.findIndex(({ writes }) => writes === null);
    if (asked >= 0)
      throw cannot(
        `the action ${program.actions[program.actionOf[asked] ?? 0]?.name ?? ''} goes too many ways`,
      );
    const lacking = structures.properties.find(({ instances }) => instances === null);
    if (lacking === undefined) return structures;
    throw cannot(`the property ${program.properties[lacking.property]?.[0] ?? ''} goes too many ways`);
  } catch (thrown) {
    throw thrown instanceof NoStructure ? cannot(thrown.message) : thrown;
  }
}
