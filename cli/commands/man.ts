/** `nosplit man`: the man page, made of what the commands say of themselves. */
import type { Command } from '@commander-js/extra-typings';
import { manPage } from '../completion/man.ts';
import { treeOf } from '../completion/tree.ts';
import { exitCode, exitMeanings } from '../exit-codes.ts';
import { deliver } from '../output.ts';
import { about, version } from '../version.ts';
import type { World } from '../world.ts';

export function addMan(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('man')
    .option('-o, --out <file>', 'write the page to a file')
    .action(({ out }) => {
      const page = manPage(treeOf(program), { version: version(), about, exits: exitMeanings });
      finish(deliver(page, out, world) ? exitCode.holds : exitCode.usage);
    });
}
