/** The JSON is not what was expected; the message names the field. */
export class JsonShapeError extends Error {}

/** A JSON object of unknown shape, read field by field; a field of the wrong type throws a `JsonShapeError` naming it. */
export class JsonObject {
  private constructor(private readonly fields: ReadonlyMap<string, unknown>) {}

  /** Empty text counts as `{}`; anything but an object throws. */
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
}
