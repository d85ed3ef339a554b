"""Every pair of hues a film may have: text AA everywhere, running text AAA."""

import pytest

HUES = [str(15 * n) for n in range(24)] + ["grey"]
RUNNING = [
    ("ink", "paper"),
    ("ink", "sunken"),
    ("soft", "paper"),
]  # AAA: what is read at length
TEXT = [
    ("soft", "sunken"),
    *(("accent", ground) for ground in ("paper", "sunken")),
    *(("wrong", ground) for ground in ("paper", "sunken")),
    ("on-accent", "accent"),
    ("paper", "ink"),
]
SHAPES = [("edge", "paper"), ("focus", "paper"), ("accent", "paper")]
MEASURE = """([hues, pairs]) => {
  const root = document.documentElement, probe = document.createElement("i");
  document.body.append(probe);
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  const curve = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const linear = (v) => curve(v / 255);
  const light = (token) => {
    probe.style.color = `var(--${token})`;
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
  };
  const least = {};
  for (const deep of hues) for (const bright of hues) {
    root.dataset.deep = deep;
    root.dataset.bright = bright;
    const lights = {};
    for (const token of new Set(pairs.flat())) lights[token] = light(token);
    for (const [one, other] of pairs) {
      const [low, high] = [lights[one], lights[other]].sort((a, b) => a - b);
      const key = `${one} on ${other}`, ratio = high / low;
      if (!(key in least) || ratio < least[key][0]) least[key] = [ratio, deep, bright];
    }
  }
  return least;
}"""


@pytest.mark.parametrize("contrast", ["no-preference", "more"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_pair_of_hues_is_readable(context_of, look, contrast):
    page = context_of(color_scheme=look, contrast=contrast).new_page()
    page.goto("/about/")
    least = page.evaluate(MEASURE, [HUES, RUNNING + TEXT + SHAPES])
    for name, (ratio, *hues) in least.items():
        print(f"{look}, contrast {contrast}: {name} at least {ratio:.2f} at {hues}")

    def below(pairs, least_ratio):
        names = (f"{one} on {other}" for one, other in pairs)
        return {name: least[name] for name in names if least[name][0] < least_ratio}

    assert below(RUNNING, 7) == {}
    assert below(TEXT, 4.5) == {}
    assert below(SHAPES, 3) == {}
