"""Ways out of the house, by the worker alone: mail, short message and webhook, where the site has set them up.

The desk's own page is always told. A webhook gets `{"msgtype": "text", "text": {"content": ...}}`, the form that the
robots of WeCom and DingTalk both take. Sending is at least once; the notice's number stands in every message.

Clause: T-041 (several channels).
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from nuandong.desk.directory.models import Person
from nuandong.desk.dispatch import sms
from nuandong.desk.dispatch.actions.climb import person_of
from nuandong.desk.dispatch.models import Channel, Delivery, DeliveryState, Notice
from nuandong.desk.frame.templatetags.figures import short_instant
from nuandong.desk.frame.world import refuse_outward

WAIT_S = 10
LONGEST_TROUBLE = 400


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a notice, and its number."""

    subject: str
    text: str
    number: str
    at: datetime


class NotSent(Exception):
    """One channel or more could not be used; the outbox tries again."""


def tell(*, notice: Notice, step: int, at: datetime) -> int:
    """Send what was not sent yet of a notice's step on every channel; returns how many went out. Raises NotSent.

    Each channel is its own delivery, so that one that fails does not send the others twice.
    """
    person, troubles, sent = person_of(notice, step, at), [], 0
    for channel in open_channels(person):
        delivery = _delivery(notice, channel, step, person, at)
        if delivery.state == DeliveryState.SENT:
            continue
        try:
            _send(channel, person, Said(_subject(notice, step), _text(notice, step), notice.code, at))
        except Exception as trouble:  # whatever a channel throws is shown, and the outbox tries again
            troubles.append(str(trouble))
            _failed(delivery, str(trouble))
        else:
            delivery.state, delivery.sent_at, delivery.trouble = DeliveryState.SENT, at, ""
            delivery.attempts += 1
            delivery.save()
            sent += 1
    if troubles:
        raise NotSent("; ".join(troubles))
    return sent


def open_channels(person: Person | None) -> list[Channel]:
    """Channels that this site has set up and that reach this person."""
    found = []
    if settings.EMAIL_HOST and person is not None and person.email:
        found.append(Channel.MAIL)
    if settings.SMS_URL and person is not None and person.mobile:
        found.append(Channel.SMS)
    if settings.NOTICE_WEBHOOK:
        found.append(Channel.WEBHOOK)
    return found


def _delivery(notice: Notice, channel: Channel, step: int, person: Person | None, at: datetime) -> Delivery:
    is_back = notice.withdrawn_at is not None
    with transaction.atomic():
        own = Delivery.objects.filter(notice=notice, channel=channel, step=step)
        found = own.filter(put_at__gte=notice.withdrawn_at).first() if is_back else own.first()
        return found or Delivery.objects.create(
            notice=notice, channel=channel, step=step, person=person, put_at=at
        )


def _failed(delivery: Delivery, trouble: str) -> None:
    delivery.state, delivery.trouble = DeliveryState.FAILED, trouble[:LONGEST_TROUBLE]
    delivery.attempts += 1
    delivery.save()


def _send(channel: Channel, person: Person | None, said: Said) -> None:
    refuse_outward("向外发送通知")
    if channel is Channel.MAIL and person is not None:
        send_mail(said.subject, said.text, settings.DEFAULT_FROM_EMAIL, [person.email])
    elif channel is Channel.SMS and person is not None:
        gateway = sms.gateway_of(
            address=settings.SMS_URL,
            form=settings.SMS_FORM,
            key=settings.SMS_KEY,
            accepted=settings.SMS_ACCEPTED,
        )
        message = sms.Message(person.mobile, f"{said.subject} {said.text}", said.number, said.at)
        sms.send(gateway=gateway, message=message, wait_s=WAIT_S)
    else:
        _post(
            settings.NOTICE_WEBHOOK, {"msgtype": "text", "text": {"content": f"{said.subject}\n{said.text}"}}
        )


def _post(address: str, content: dict[str, Any]) -> None:
    if not address.startswith(("https://", "http://")):
        raise NotSent(f"NUANDONG_NOTICE_WEBHOOK: {address[:40]} is no http address")
    asked = urllib.request.Request(
        address,
        data=json.dumps(content, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
        answer.read()


def _subject(notice: Notice, step: int) -> str:
    if notice.withdrawn_at:
        return f"【撤销】{notice.code} {notice.name_zh}"
    return f"【{'催办' if step else '通知'}】{notice.code} {notice.name_zh}"


def _text(notice: Notice, step: int) -> str:
    """Number, times and the telephone code; no load of anybody, for mail is read by others."""
    if notice.withdrawn_at:
        return f"{notice.code} 已撤销，恢复正常用气按恢复次序通知执行。请登录确认收到。"
    return (
        f"{notice.code}：{short_instant(notice.effective_at)} 起生效，"
        f"请于 {short_instant(notice.decide_by)} 前登录确认；断网时致电值班室报确认码 {notice.phone_code}。"
    )
