/** What a search on Apache Spark needs of this machine: Python with three packages, and Java. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { UsageError } from '../errors.ts';

const packages = ['pyspark', 'wasmtime', 'numpy'];

/** The Python that Spark is told to use, or the usual one. */
const python = (): string =>
  process.env['PYSPARK_DRIVER_PYTHON'] ?? process.env['PYSPARK_PYTHON'] ?? 'python3';

/** What is missing and how to get it, or null. */
export function missingForSpark(): string | null {
  const command = python();
  const find = `import importlib.util as u; print(*[p for p in ${JSON.stringify(packages)} if u.find_spec(p) is None])`;
  const { error, status, stdout } = spawnSync(command, ['-c', find], { encoding: 'utf8' });
  if (error !== undefined || status !== 0)
    return `there is no ${command}; install Python 3.10 or later, or set PYSPARK_PYTHON`;
  const lacking = stdout.trim();
  if (lacking !== '')
    return `${command} has no ${lacking.split(' ').join(' and no ')}; \`pip install ${lacking}\`, or set PYSPARK_PYTHON to a Python that has them`;
  return hasJava() ? null : 'there is no java; install Java 17 or later, or set JAVA_HOME';
}

function hasJava(): boolean {
  const { JAVA_HOME: home = '', PATH: path = '' } = process.env;
  const folders = home === '' ? path.split(delimiter) : [join(home, 'bin')];
  return folders.some((folder) => ['java', 'java.exe'].some((name) => existsSync(join(folder, name))));
}

/** The Python to start. Throws a UsageError where something is missing. */
export function pythonForSpark(): string {
  const missing = missingForSpark();
  if (missing !== null) throw new UsageError(`--on needs Apache Spark: ${missing}`);
  return python();
}
