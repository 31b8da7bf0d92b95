/**
 * Which folder may import which. Arrows point one way: `cli`, `bench`, `conformance` and `scripts` may import all,
 * `facts` only `model`, `model` and `examples` only `checker`, `reference` only `wire`, `checker` and `wire` nothing of ours.
 * Tests are free, for a test may look inside what it judges.
 */
const ours =
  '^(checker|model|facts|wire|reference|conformance|explorer|cli|examples|bench|scripts)/|^index\\.ts$';
/** Tests, the `testing` folders that hold what several of them share, and the fuzzing script. */
const test = '\\.test\\.ts$|/testing/|^scripts/fuzz/';

/** A rule that `folder` imports none of our modules outside itself, except those of `allowed`. */
const onlyImports = (folder, ...allowed) => ({
  name: `${folder}-imports-${allowed.length === 0 ? 'nothing-of-ours' : `only-${allowed.join('-and-')}`}`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: test },
  to: { path: ours, pathNot: [folder, ...allowed].map((name) => `^${name}/`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    onlyImports('checker'),
    onlyImports('wire'),
    onlyImports('reference', 'wire'),
    onlyImports('model', 'checker'),
    onlyImports('examples', 'checker'),
    onlyImports('facts', 'model'),
    onlyImports('explorer', 'checker', 'model', 'examples'),
    {
      name: 'enter-through-index',
      comment: 'A folder shows its index.ts; an example is a public module of its own.',
      severity: 'error',
      from: { path: '^([^/]+)(/|\\.ts$)', pathNot: test },
      to: {
        path: '^(checker|model|facts|wire|reference|conformance|explorer|cli|bench)/',
        pathNot: ['^$1/', '^[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'node-only-in-the-host',
      comment:
        'Checker and model run in pages: what they need of Node is behind #host and #releases, which have a twin there.',
      severity: 'error',
      from: {
        path: '^(checker|model)/',
        pathNot: [
          test,
          '^checker/host/',
          '^checker/search/parallel/worker\\.ts$',
          '^model/program/kept-releases\\.ts$',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-needs-no-dev-dependency',
      severity: 'error',
      from: {
        path: '^(checker|model|facts|wire|reference|conformance|explorer|cli|examples)/|^index\\.ts$',
        // The page is bundled, with what it imports.
        pathNot: `${test}|^explorer/app/`,
      },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-imported',
      severity: 'error',
      from: { pathNot: test },
      to: { path: test },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          test,
          '^model/program/no-releases\\.ts$',
          '\\.d\\.ts$',
          '^examples/',
          '^scripts/',
          '\\.config\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    // Types count as imports: an arrow is about knowledge, not about what runs.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(fixtures|testdata|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['nosplit-source', 'types', 'import', 'node', 'default'],
    },
  },
};
