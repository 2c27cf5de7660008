// Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1, or 3 to 1 where they are large).
() => {
  const known = said => /^rgba?\(/.test(said);
  const read = said => { const [r, g, b, a = 1] = said.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = (top, under) => [0, 1, 2].map(at => top[at] * top[3] + under[at] * (1 - top[3]));
  const light = colour => {
    const [r, g, b] = colour.map(part => part / 255).map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = at => {
    const layers = [];
    for (; at; at = at.parentElement) {
      const said = getComputedStyle(at).backgroundColor;
      if (!known(said)) return null;
      layers.unshift(read(said));
      if (layers[0][3] === 1) break;
    }
    return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), at = walk.currentNode.parentElement;
    if (text.length < 2 || at.closest("[disabled], [aria-disabled=true], script, style") || !at.getClientRects().length) continue;
    const style = getComputedStyle(at), ink = at instanceof SVGElement ? style.fill : style.color, under = behind(at);
    if (!known(ink) || !under || style.visibility === "hidden" || style.stroke !== "none") continue;  // a stroke: a label's halo
    const [most, least] = [light(over(read(ink), under)), light(under)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize), is_large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
    const ratio = (most + .05) / (least + .05);
    if (ratio < (is_large ? 3 : 4.5)) found.add(`${text.slice(0, 40)} ${ratio.toFixed(1)}`);
  }
  return [...found];
}
