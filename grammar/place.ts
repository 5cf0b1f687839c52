/** Where a value stands in the schema that is checked. */
export class Place {
  public static root(schema: unknown): Place {
    return new Place('the schema', schema, true);
  }

  private constructor(
    /** `properties.email` or `properties["given name"].enum[1]`: the way one would write it in code. */
    public readonly name: string,
    /** The whole schema, for the references in it. */
    public readonly schema: unknown,
    private readonly isRoot = false,
  ) {}

  public member(key: string): Place {
    if (!/^[\w$]+$/.test(key)) return this.item(JSON.stringify(key));
    return new Place(this.isRoot ? key : `${this.name}.${key}`, this.schema);
  }

  public item(index: number | string): Place {
    return new Place(`${this.isRoot ? '' : this.name}[${index}]`, this.schema);
  }
}
