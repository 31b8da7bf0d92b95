/** The copy of web-tree-sitter's script that the build puts into `dist/grammar`: users need not install that package. */
declare module '#tree-sitter' {
  export * from 'web-tree-sitter';
}
