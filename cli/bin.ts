#!/usr/bin/env node
/**
 * The process. It imports nothing before this is heard, so that no failure ends with Node's own exit code, 1, which would mean
 * violated.
 */
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    void import('./process/blame.ts').then(
      ({ blame, thrown }) => {
        const { exit, line } = blame({ kind: 'uncaught', how: 'thrown', error: thrown(error) }, null);
        process.stderr.write(line, () => process.exit(exit));
      },
      () => {
        // Not even that file can be read: the shell allows too few open files.
        process.stderr.write(`nosplit: it cannot start (${String(error)})\n`, () => process.exit(70));
      },
    );
  });

await import('./process/main.ts');
