/** What becomes of a canary that somebody else has on the stage when a release starts. */
export enum ForeignCanary {
  /** The release fails before it changes anything. */
  FAIL = 'fail',
  /** The release takes the traffic of that canary for its own. */
  TAKE_OVER = 'takeOver',
}
