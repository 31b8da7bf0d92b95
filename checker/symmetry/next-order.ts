/**
 * Puts the numbers from … to-1 in their next order, lexicographically, equal ones not told apart; false, and the first order again,
 * after the last.
 */
export function nextOrder(numbers: Int32Array, from: number, to: number): boolean {
  let at = to - 1;
  while (at > from && (numbers[at - 1] ?? 0) >= (numbers[at] ?? 0)) at--;
  if (at > from) {
    let above = to - 1;
    while ((numbers[above] ?? 0) <= (numbers[at - 1] ?? 0)) above--;
    exchange(numbers, at - 1, above);
  }
  for (let low = at, high = to - 1; low < high; low++, high--) exchange(numbers, low, high);
  return at > from;
}

function exchange(numbers: Int32Array, one: number, other: number): void {
  const number = numbers[one] ?? 0;
  numbers[one] = numbers[other] ?? 0;
  numbers[other] = number;
}
