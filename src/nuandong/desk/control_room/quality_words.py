"""What the drawings of the forecast's quality say, one sentence each."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuandong.assess.quality import OWN, ForecastQuality
from nuandong.assess.quality_of_area import AreaQuality, ColdSpell
from nuandong.desk.control_room.tongue import said
from nuandong.desk.frame.templatetags.figures import full_day, percent

EVEN = 0.005  # a difference that is none


def forecaster_name(name: str) -> str:
    """A forecaster as a reader knows it."""
    words = {
        OWN: _("Nuandong (this system)"),
        "persistence": _("Last known day"),
        "degree_days": _("Degree days"),
        "degree_days_level": _("Degree days × adaptive level"),
        "bdew": _("BDEW standard profile"),
    }
    return words.get(name, name)


def headline(quality: ForecastQuality, area: AreaQuality) -> str:
    """The page in one sentence: how far off, and whether the band can be believed."""
    if not int(area.count[0, 0]):
        return _("%(name)s: no winter day could be scored; weather or use of past winters is lacking") % {
            "name": said(area.name_zh, area.name_en)
        }
    facts = {
        "name": said(area.name_zh, area.name_en),
        "first": percent(float(area.error[0, 0, 0])),
        "last": percent(float(area.error[0, -1, 0])),
        "leads": quality.leads[-1],
        "kept": percent(float(area.coverage[0, 0, 0])),
    }
    text = _(
        "%(name)s: off by %(first)s a day ahead, %(last)s %(leads)s days ahead; 80 %% band held %(kept)s of days"
    )
    return text % facts


def league_title(quality: ForecastQuality, area: AreaQuality) -> str:
    """Ours beside the best peer, at the first lead."""
    own, peers = area.error[0, 0, 0], area.error[1:, 0, 0]
    if not np.isfinite(peers).any():
        return _("No peer ran beside the forecast")
    best = int(np.nanargmin(peers))
    change = float(own / peers[best] - 1)
    facts = {"peer": forecaster_name(quality.forecasters[1 + best]), "share": percent(abs(change))}
    if abs(change) < EVEN:
        return _("A day ahead as good as the best peer (%(peer)s)") % facts
    if change < 0:
        return _("A day ahead %(share)s less error than the best peer (%(peer)s)") % facts
    return _("A day ahead %(share)s more error than the best peer (%(peer)s)") % facts


def kept_title(area: AreaQuality) -> str:
    """Whether the 80 % band of the first lead keeps what it says."""
    found, low, high = (float(value) for value in area.coverage[0, 0])
    facts = {"found": percent(found), "low": percent(low), "high": percent(high)}
    if not np.isfinite(found):
        return _("No band could be scored")
    if low <= 0.8 <= high:
        return (
            _("The 80 %% band held %(found)s of days (%(low)s to %(high)s by chance): it can be believed")
            % facts
        )
    if found < 0.8:
        return (
            _("The 80 %% band held only %(found)s of days (%(low)s to %(high)s by chance): it is too narrow")
            % facts
        )
    return (
        _("The 80 %% band held %(found)s of days (%(low)s to %(high)s by chance): it is wider than need be")
        % facts
    )


def temperature_title(area: AreaQuality) -> str:
    """The error of the coldest days beside that of all."""
    if not int(area.count[0, 1]):
        return _("Too few cold days to score")
    facts = {
        "count": int(area.count[0, 1]),
        "cold": percent(float(area.error[0, 0, 1])),
        "all": percent(float(area.error[0, 0, 0])),
    }
    text = ngettext(
        "On the coldest day off by %(cold)s, on all winter days by %(all)s",
        "On the %(count)s coldest days off by %(cold)s, on all winter days by %(all)s",
        int(area.count[0, 1]),
    )
    return text % facts


def cold_title(quality: ForecastQuality, spell: ColdSpell | None) -> str:
    """How the forecast from the eve of the coldest week came out."""
    if spell is None:
        return _("No cold week could be scored")
    low, high = (int(np.abs(quality.levels - level).argmin()) for level in (0.1, 0.9))
    known = np.isfinite(spell.actual)
    inside = known & (spell.actual >= spell.quantiles[:, low]) & (spell.actual <= spell.quantiles[:, high])
    facts = {"day": full_day(spell.days[0]), "inside": int(inside.sum()), "count": int(known.sum())}
    return (
        _("Coldest week, from %(day)s: %(inside)s of %(count)s days fell into the 80 %% band told on its eve")
        % facts
    )


def drift_title(area: AreaQuality) -> str:
    """Whether errors began to lean to one side."""
    if not area.alarm_days:
        return _("No drift alarm: errors did not begin to lean to one side")
    last, side = area.alarm_days[-1], int(area.alarm_sides[-1])
    facts = {"count": len(area.alarm_days), "day": full_day(last)}
    text = (
        ngettext(
            "%(count)s drift alarm, on %(day)s: forecasts too high",
            "%(count)s drift alarms, the last on %(day)s: forecasts too high",
            len(area.alarm_days),
        )
        if side > 0
        else ngettext(
            "%(count)s drift alarm, on %(day)s: forecasts too low",
            "%(count)s drift alarms, the last on %(day)s: forecasts too low",
            len(area.alarm_days),
        )
    )
    return text % facts
