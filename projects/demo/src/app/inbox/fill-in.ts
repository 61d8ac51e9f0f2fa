// Fills in a code that has just arrived, as the keyboard of a phone does.

/** Puts a code into the page's field for one-time codes. It finds the field as browsers do. */
export function fillIn(code: string): void {
  const field = document.querySelector<HTMLInputElement>('input[autocomplete="one-time-code"]');
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}
