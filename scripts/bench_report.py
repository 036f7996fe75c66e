"""The benchmark's results as BENCHMARKS.md and as a plot (SVG, written by hand: no plotting library)."""

import math
from html import escape

COLOURS = {
    "winback": "#0b6e4f",
    "decoding alone": "#8a8a8a",
    "duckdb": "#c98a00",
    "polars": "#1f6feb",
    "pyspark": "#c2410c",
}


def write_table(results, path):
    machine = results["machine"]
    lines = [
        "# Benchmarks",
        "",
        "Made by `scripts/bench`; run it yourself. Each contender reads the same Parquet files (8, zstd, row",
        "groups of at most 1 M rows) and writes the same 26 features of every customer to Parquet: purchases and",
        "spend in all and in five windows, distinct orders, products, categories and channels, recency, tenure,",
        "moments of the order values, gap mean and deviation, discounted share, returns. Results agree: counts",
        "exactly, numbers to 1e-9. Start-up of each process is included. “Decoding alone” is",
        "`winback bench-scan`: the same columns decoded and thrown away.",
        "",
        f"{machine['date']}: {machine['cpu']}, {machine['threads']} threads, {machine['memory']},"
        f" {machine['system']}. {', '.join(machine['versions'])}.",
        f"Medians of {machine['runs']} runs in alternating order; load of the machine over the last 15 minutes at"
        f" the end: {machine['load']}.",
        "",
        "![Time and memory against rows](docs/bench.svg)",
    ]
    for case in results["cases"]:
        ours = case["contenders"]["winback"]
        lines += ["", f"## {case['label']}", ""]
        lines += ["| | wall, s | CPU, s | peak, GB | wall ÷ winback's | CPU ÷ winback's | peak ÷ winback's |"]
        lines += ["|---|--:|--:|--:|--:|--:|--:|"]
        for name, own in case["contenders"].items():
            ratios = " | ".join(f"{own[key] / ours[key]:.2f}" for key in ("wall", "cpu", "peak"))
            numbers = f"{own['wall']:.2f} | {own['cpu']:.2f} | {own['peak'] / 1e9:.2f}"
            lines.append(f"| {name} | {numbers} | {ratios} |")
        if "stages" in case:
            parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in case["stages"].items())
            lines += ["", f"Stages of the backtest, in one more run: {parts} (“backtest” are the fits)."]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def series(results, key):
    """Points by contender over the sizes."""
    points = {}
    for case in results["cases"]:
        if case["plotted"]:
            for name, own in case["contenders"].items():
                if name.endswith(" rows"):  # of another size
                    continue
                points.setdefault(name, []).append((case["rows"], own[key]))
    return points


def panel(points, left, title, unit, scale):
    """One log-log panel as SVG elements."""
    width, height, top = 300, 240, 50
    xs = [math.log10(x) for line in points.values() for x, _ in line]
    ys = [math.log10(y / scale) for line in points.values() for _, y in line]
    x0, x1 = min(xs) - 0.15, max(xs) + 0.15
    y0, y1 = math.floor(min(ys)), math.ceil(max(ys))

    def place(x, y):
        across = left + (math.log10(x) - x0) / (x1 - x0) * width
        return across, top + height - (math.log10(y) - y0) / (y1 - y0) * height

    out = [f'<text x="{left}" y="30" font-weight="bold">{escape(title)}</text>']
    for power in range(y0, y1 + 1):
        _, y = place(10**x0, 10**power)
        out.append(f'<line x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} {unit}</text>')
    for rows in sorted({x for line in points.values() for x, _ in line}):
        x, _ = place(rows, 10**y0)
        out.append(f'<text x="{x:.1f}" y="{top + height + 18}" text-anchor="middle">{rows / 1e6:g} M rows</text>')
    for name, line in points.items():
        colour = COLOURS.get(name, COLOURS["winback"])
        dash = "" if name in COLOURS else ' stroke-dasharray="4 3"'
        spots = [place(x, y / scale) for x, y in line]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in spots]
    return out


def write_plot(results, path):
    time, memory = series(results, "wall"), series(results, "peak")
    out = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 340" font-family="sans-serif" font-size="11">',
        '<rect width="860" height="340" fill="white"/>',
        *panel(time, 60, "Wall time", "s", 1),
        *panel(memory, 440, "Peak memory", "GB", 1e9),
    ]
    for i, name in enumerate(time):
        colour = COLOURS.get(name, COLOURS["winback"])
        out.append(f'<rect x="752" y="{60 + 20 * i}" width="12" height="4" fill="{colour}"/>')
        out.append(f'<text x="768" y="{66 + 20 * i}">{escape(name)}</text>')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*out, "</svg>"]) + "\n")
