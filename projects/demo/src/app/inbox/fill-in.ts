// What the keyboard of a phone does with a code that has just arrived.

/** Puts a code into the page's field for one-time codes, found as browsers find it. */
export function fillIn(code: string): void {
  const field = document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]');
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
