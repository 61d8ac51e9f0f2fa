// Runs axe, the accessibility checker, over a page as people see it: wide and narrow, light and
// dark.

import axe, { type AxeResults, type Result } from 'axe-core';
import type { Page } from 'playwright-core';

const WIDTHS = [1280, 390] as const;
const COLOR_SCHEMES = ['light', 'dark'] as const;
/** axe's rules of the category `cat.color`. */
const COLOR_RULES = ['color-contrast', 'link-in-text-block'];

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * Every rule that the page breaks in one of its looks, and every rule that axe could not decide.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  for (const width of WIDTHS) {
    for (const colorScheme of COLOR_SCHEMES) {
      await page.setViewportSize({ width, height: 800 });
      // A cell that is fading in has no colour yet that could be judged.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations, incomplete } = await page.evaluate(runAxe, {
        // The page is the same in both schemes, except for its colours.
        rules: colorScheme === 'light' ? [] : COLOR_RULES,
      });
      const look = `${width} px, ${colorScheme}`;
      problems.push(
        ...violations.flatMap((result) => describe(`${look}: `, result)),
        ...incomplete.flatMap((result) => describe(`${look}, undecided: `, result)),
      );
    }
  }
  return problems;
}

/** Runs in the page: all rules, or only those named. */
function runAxe({ rules }: { readonly rules: readonly string[] }): Promise<AxeResults> {
  return window.axe.run({
    resultTypes: ['violations', 'incomplete'],
    ...(rules.length > 0 && { runOnly: [...rules] }),
    // The size of targets belongs to WCAG 2.2 and is off by default.
    rules: rules.length > 0 ? {} : { 'target-size': { enabled: true } },
    // No rule in use reads style sheets.
    preload: false,
  });
}

function describe(where: string, { id, impact, nodes }: Result): string[] {
  return nodes.map(({ target, failureSummary, any, all, none }) => {
    const reasons = [...any, ...all, ...none].map(({ message }) => message).join('; ');
    return `${where}${id} (${impact ?? 'no impact'}) at ${target.join(' ')}: ${failureSummary ?? reasons}`;
  });
}
