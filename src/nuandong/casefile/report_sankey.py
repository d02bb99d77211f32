"""Where a day's gas comes from and who uses it, as ribbons: supply by kind, the network, uses and injection.

What a plan cuts stays hollow beside the use it is taken from.

Clauses: T-008 (balance by source and use), T-017 (who gets what).
"""

from __future__ import annotations

from nuandong.assess.picture import DayPicture
from nuandong.assess.uses import Use, UseKind, day_uses, protected_use
from nuandong.casefile.report_story import supply_by_kind
from nuandong.casefile.report_words import number, percent, pick, word_label
from nuandong.casefile.ribbons import Block, Frame, Ribbon
from nuandong.casefile.sankey import sankey
from nuandong.units import CUBIC_METRE
from nuandong.vocabulary import ConsumerClass

NETWORK = "network"
PROTECTED_FILL = "#3f5661"
OTHER_FILL = "#a9b8b5"
STORE_FILL = "#cdd6d4"
SMALLEST = 0.004  # of protected use; smaller classes are added up
WIDTH, HEIGHT, BAR = 730.0, 470.0, 13.0  # points
ROOM_BEFORE = 150.0  # points for the words of supply
ROOM_AFTER_ZH, ROOM_AFTER_EN = 190.0, 270.0  # and of uses
LINE, GAP = 17.0, 5.0  # points that a block's words take, and between blocks
NAMES = {
    UseKind.PROTECTED: ("保障类及损耗", "Protected and losses"),
    UseKind.OTHER_PROTECTED: ("其他保障类及损耗", "Other protected, losses"),
    UseKind.OTHERS: ("其他用户", "Other users"),
    UseKind.INJECTION: ("注入储气", "Into stores"),
}


def flow_chart(picture: DayPicture, *, language: str) -> str:
    """The first gas day's flows under the plan as an `<svg>` element."""
    blocks, ribbons = day_flows(picture, language=language)
    title = flow_statement(picture, language=language)
    return sankey(blocks=blocks, ribbons=ribbons, title=title, frame=_paper(language))


def _paper(language: str) -> Frame:
    last = WIDTH - BAR - (ROOM_AFTER_ZH if language == "zh" else ROOM_AFTER_EN)
    lefts = (ROOM_BEFORE, (ROOM_BEFORE + last) / 2, last)
    return Frame(WIDTH, HEIGHT, lefts, BAR, LINE, GAP, ("before", "inside", "after"))


def flow_statement(picture: DayPicture, *, language: str) -> str:
    """The chart's title: how much gas there is under the plan, and the part that keeps homes warm."""
    taken = float(picture.sources.delivered[:, 0].sum())
    share = percent(protected_use(picture).served / taken, decimals=0) if taken > 0 else "—"
    return pick(
        language,
        f"方案共用气 {number(taken)} 万m³/d，其中 {share} 用于民生等保障类",
        f"The plan takes {number(taken)} ×10⁴ m³/day, {share} of it for protected uses",
    )


def day_flows(picture: DayPicture, *, language: str) -> tuple[list[Block], list[Ribbon]]:
    """Blocks and ribbons of the first gas day: supply by kind on the left, uses and injection on the right."""
    supply, ribbons = _supply(picture, language)
    smallest = SMALLEST * protected_use(picture).asked
    found = day_uses(picture, smallest=smallest, nothing=CUBIC_METRE)
    uses = [_block(use, picture, language) for use in found]
    total = sum(block.solid for block in supply)
    words = pick(language, f"管网 {number(total)}", f"Network {number(total)}")
    passing = max(total, sum(block.solid for block in uses))
    middle = Block(NETWORK, 1, words, PROTECTED_FILL, passing)
    ribbons += [Ribbon(NETWORK, block.key, block.solid, block.look) for block in uses]
    return [*supply, middle, *uses], ribbons


def _supply(picture: DayPicture, language: str) -> tuple[list[Block], list[Ribbon]]:
    blocks = []
    for kind in supply_by_kind(picture):
        taken = float(kind.taken[0])
        if taken > CUBIC_METRE:
            words = f"{kind.name(language=language)} {number(taken)}"
            blocks.append(Block(f"from-{kind.kind}", 0, words, kind.colour, taken))
    return blocks, [Ribbon(block.key, NETWORK, block.solid, block.look) for block in blocks]


def _block(use: Use, picture: DayPicture, language: str) -> Block:
    """A use as a block; what it misses, to the cubic metre, is hollow."""
    fill = PROTECTED_FILL if use.is_protected else STORE_FILL if use.kind is UseKind.INJECTION else OTHER_FILL
    hollow = use.missing if use.missing > CUBIC_METRE else 0.0
    words = _words(_name(use, picture, language), use, language)
    return Block(f"{use.kind}-{use.key}".rstrip("-"), 2, words, fill, use.served, hollow)


def _name(use: Use, picture: DayPicture, language: str) -> str:
    if use.kind is UseKind.PROTECTED_CLASS:
        return word_label(ConsumerClass, use.key, language=language)
    if use.kind is UseKind.TIER:
        row = picture.tiers.tier.index(use.key)
        return pick(language, picture.tiers.name_zh[row], picture.tiers.name_en[row])
    return pick(language, *NAMES[use.kind])


def _words(name: str, use: Use, language: str) -> str:
    if use.missing <= CUBIC_METRE:
        return f"{name} {number(use.asked)}"
    left, cut = number(use.served), number(use.missing)
    return pick(language, f"{name} {left}（减 {cut}）", f"{name} {left} (less {cut})")
