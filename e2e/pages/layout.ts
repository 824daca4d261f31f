import type { Page } from '@playwright/test';

/**
 * Elements of the page that reach over the window's left or right edge, as "tag.class: pixels". What lies in a frame that
 * scrolls by itself, or is hidden from sight on purpose, is not counted.
 */
export function outsideWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isFramed = (el: Element): boolean => {
      for (let at = el.parentElement; at; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at);
        if (overflowX !== 'visible' && at !== document.body && at !== document.documentElement) return true;
      }
      return false;
    };
    return [...document.querySelectorAll('main *')].flatMap((el) => {
      const box = el.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || (box.left >= -0.5 && box.right <= width + 0.5)) return [];
      if (getComputedStyle(el).position === 'fixed' || isFramed(el)) return [];
      return [
        `${el.tagName.toLowerCase()}.${el.className}: ${Math.round(box.left)} to ${Math.round(box.right)}`,
      ];
    });
  });
}
