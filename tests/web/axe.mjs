// Whether everybody can use what is shown, as far as a program can tell.

import { axeScript } from './settings.mjs';

/**
 * What axe-core finds wrong with a page, or with the parts of it that a selector names, as lines; an
 * empty list is what a test wants.
 */
export async function violations(page, within) {
  await page.addScriptTag({ path: axeScript });
  return page.evaluate(async (within) => {
    const { violations } = await window.axe.run(within ?? document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, within);
}
