/** What is to be changed is not there: the programs of a part do not have it. */
export class NothingToChange extends RangeError {
  override name = 'NothingToChange';
}
