/** `nosplit completion`: what a shell evaluates to complete the words of nosplit. */
import type { Command } from '@commander-js/extra-typings';
import { Argument } from '@commander-js/extra-typings';
import { completionScript, shells } from '../completion/shells.ts';
import { treeOf } from '../completion/tree.ts';
import { exitCode } from '../exit-codes.ts';
import type { World } from '../world.ts';

export function addCompletion(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which shell evaluates it').choices(shells))
    .addHelpText(
      'after',
      '\nbash, zsh: eval "$(nosplit completion bash)" in ~/.bashrc, or zsh in ~/.zshrc\nfish:      nosplit completion fish | source',
    )
    .action((shell) => {
      world.stdout.write(completionScript(shell, treeOf(program)));
      finish(exitCode.holds);
    });
}
