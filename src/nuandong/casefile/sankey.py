"""A flow drawing (Sankey) as one `<svg>` text: the shapes of `ribbons` in the report's colours.

Looks of blocks and ribbons are fills. Quiet colours become CSS variables (`report_palette`): a page may set them for
dark ground, a lone file shows the light ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from nuandong.casefile.report_palette import themed
from nuandong.casefile.ribbons import THINNEST, Block, BlockShape, Frame, Ribbon, RibbonShape, drawing

INK, MUTED, PAPER = "#1f2933", "#5b6770", "#ffffff"
FONT = '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'
HATCH = (
    '<defs><pattern id="sankey-hollow" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="5" '
    f'style="stroke:{MUTED};stroke-width:1.4"/></pattern></defs>'
)


def sankey(*, blocks: Sequence[Block], ribbons: Sequence[Ribbon], title: str, frame: Frame) -> str:
    """The drawing as an `<svg>` element, read out as `title`. KeyError for a ribbon whose end is no block."""
    drawn = drawing(blocks, ribbons, frame=frame)
    parts = [_ribbon(shape) for shape in drawn.ribbons]
    for shape in drawn.blocks:
        parts += [*_bar(shape), _label(shape, frame)]
    return themed(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.view_box}" role="img" '
        f"aria-label=\"{escape(title, quote=True)}\" style='font-family:{FONT};font-size:11px'>"
        f"{HATCH}{''.join(parts)}</svg>"
    )


def _ribbon(shape: RibbonShape) -> str:
    fill = "url(#sankey-hollow)" if shape.is_hollow else shape.look
    return f'<path d="{shape.path}" style="fill:{fill};opacity:.42"/>'


def _bar(shape: BlockShape) -> list[str]:
    """The bar: solid as far as gas passes, hatched beyond; a hatch as thin as its own frame is left to the words."""
    parts = []
    if shape.block.solid > 0:
        parts.append(
            f'<rect x="{shape.x}" y="{shape.solid_y}" width="{shape.width}" height="{shape.solid_height}" '
            f'style="fill:{shape.block.look}"/>'
        )
    if float(shape.hollow_height) > THINNEST:
        parts.append(
            f'<rect x="{shape.x}" y="{shape.hollow_y}" width="{shape.width}" height="{shape.hollow_height}" '
            f'style="fill:url(#sankey-hollow);stroke:{MUTED};stroke-width:.8"/>'
        )
    return parts


def _label(shape: BlockShape, frame: Frame) -> str:
    """The words; inside a bar they run along it."""
    place = f'x="{shape.text_x}" y="{shape.text_y}" text-anchor="{shape.anchor}" dominant-baseline="central"'
    look = f'style="fill:{INK}"'
    if frame.words[shape.block.column] == "inside":
        look = f'transform="rotate(-90 {shape.text_x} {shape.text_y})" style="fill:{PAPER};font-size:10px"'
    return f"<text {place} {look}>{escape(shape.block.name)}</text>"
