// Codes as people type them.

/** Codes are shown in groups and pasted with what surrounds them. */
export function typedCode(code: string): string {
  return code.replace(/\s/g, '');
}
