/** The newest values of a set, so that a connection of days does not grow without end. */
export class Recent<Value> {
  private readonly values = new Set<Value>();

  constructor(private readonly size: number) {}

  /** Whether it was not there. */
  add(value: Value): boolean {
    if (this.values.has(value)) return false;
    this.values.add(value);
    if (this.values.size > this.size) this.values.delete(this.values.values().next().value!);
    return true;
  }

  /** Whether it was there. */
  delete(value: Value): boolean {
    return this.values.delete(value);
  }
}
