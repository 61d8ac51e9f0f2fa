/** The JSON does not have the expected shape; the message names the field. */
export class JsonShapeError extends Error {}

/**
 * A JSON object of unknown shape, read field by field; a field of the wrong type throws a
 * `JsonShapeError` naming it.
 */
export class JsonObject {
  private constructor(private readonly fields: ReadonlyMap<string, unknown>) {}

  /** Empty text counts as `{}`; anything except an object throws. */
  static parse(text: string): JsonObject {
    return JsonObject.from('body', text === '' ? {} : (JSON.parse(text) as unknown));
  }

  private static from(name: string, value: unknown): JsonObject {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new JsonShapeError(`${name} must be an object`);
    }
    return new JsonObject(new Map(Object.entries(value)));
  }

  /** Is the field exactly this text? */
  is(name: string, text: string): boolean {
    return this.fields.get(name) === text;
  }

  text(name: string): string | undefined {
    const value = this.fields.get(name) ?? undefined;
    if (value !== undefined && typeof value !== 'string') {
      throw new JsonShapeError(`${name} must be a string`);
    }
    return value;
  }

  number(name: string): number | undefined {
    const value = this.fields.get(name) ?? undefined;
    if (value !== undefined && typeof value !== 'number') {
      throw new JsonShapeError(`${name} must be a number`);
    }
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.fields.get(name) ?? undefined;
    if (value !== undefined && typeof value !== 'boolean') {
      throw new JsonShapeError(`${name} must be true or false`);
    }
    return value;
  }

  /** The nested object, or an empty one when there is none. */
  object(name: string): JsonObject {
    return JsonObject.from(name, this.fields.get(name) ?? {});
  }

  /** The nested object as texts by name, or an empty one when there is none. */
  texts(name: string): Readonly<Record<string, string>> {
    const nested = this.object(name);
    const names = [...nested.fields.keys()];
    return Object.fromEntries(
      names.flatMap((field) => {
        const value = nested.text(field);
        return value === undefined ? [] : [[field, value]];
      }),
    );
  }

  /** The list of objects, empty when there is none. */
  objects(name: string): readonly JsonObject[] {
    return this.list(name).map((item, index) => JsonObject.from(`${name}[${index}]`, item));
  }

  /** The list of texts, empty when there is none. */
  textList(name: string): readonly string[] {
    return this.list(name).map((item) => {
      if (typeof item !== 'string') {
        throw new JsonShapeError(`${name} must be a list of strings`);
      }
      return item;
    });
  }

  /** The value of any type, for example a JSON document. */
  value(name: string): unknown {
    return this.fields.get(name);
  }

  /** The whole object as it was parsed. */
  toRecord(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.fields);
  }

  private list(name: string): readonly unknown[] {
    const value = this.fields.get(name) ?? [];
    if (!Array.isArray(value)) {
      throw new JsonShapeError(`${name} must be a list`);
    }
    return value;
  }
}
