/** How much is known of the list of all Gs and Ps that a log begins with. */
export interface Listing {
  /** It was read to its end, so that all Ps are known. */
  isRead: boolean;
  /** The world has been stopped since, so that who had begun to make a G is done: one that is not known is new. */
  isWhole: boolean;
}
