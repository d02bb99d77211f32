"""What the ledger told of approved lists and of contacts, held against them as they stand now (T-044, T-094, T-098)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max

from nuandong.desk.directory.contacts.actions import CONTACT, SET
from nuandong.desk.directory.lists.actions import LIST
from nuandong.desk.directory.lists.proof import digest_of_list
from nuandong.desk.directory.models import ContactPost, CurtailmentList
from nuandong.desk.ledger.models import Entry
from nuandong.desk.ledger.witnesses import Alteration, Told, Witness

APPROVE = "approve_list"


def lists() -> Witness:
    """The witness of approved lists: from approval on their points and loads never change."""
    return Witness(act=APPROVE, subject_kind=LIST, compare=compare_lists, subjects=approved)


def approved() -> Iterator[str]:
    """Every list that somebody approved on this desk; one that came with a case was approved elsewhere."""
    return iter(
        CurtailmentList.objects.filter(approving_account__isnull=False).values_list("code", flat=True)
    )


def compare_lists(told: Sequence[Told]) -> Iterator[Alteration]:
    """Lists that are gone, or hold other points or loads than were approved."""
    there = {
        one.code: one for one in CurtailmentList.objects.filter(code__in=[one.subject_id for one in told])
    }
    for one in told:
        found, digest = there.get(one.subject_id), one.facts.get("digest")
        if found is None:
            yield Alteration(LIST, one.subject_id, one.sequence, "该清单已不在库中：被删除",
                             "this list is no longer there: it was deleted")  # fmt: skip
        elif digest is not None and digest_of_list(found) != digest:
            yield Alteration(LIST, one.subject_id, one.sequence, "清单内容与批准时登记的摘要不符：数据被改动",
                             "its points or loads are not those that were approved; the list was changed")  # fmt: skip


def contacts() -> Witness:
    """The witness of leaders and contacts: what was said of them last. People of the example were named all at once."""
    return Witness(act=SET, subject_kind=CONTACT, compare=compare_contacts, subjects=lambda: iter(()))


def compare_contacts(told: Sequence[Told]) -> Iterator[Alteration]:
    """Contacts that are gone or bear other facts than were told last; an erased person says nothing any more."""
    rows = Entry.objects.filter(act=SET, subject_id__in={one.subject_id for one in told})
    last = dict(rows.values_list("subject_id").annotate(Max("sequence")).order_by())
    posts = {f"{post.organisation_id}/{post.duty}": post for post in _posts(told)}
    for one in told:
        if last.get(one.subject_id) != one.sequence:
            continue
        post = posts.get(one.subject_id)
        if post is None:
            yield Alteration(CONTACT, one.subject_id, one.sequence, "该联系人已不在库中：被删除",
                             "this contact is no longer there: it was deleted")  # fmt: skip
        elif post.person.erased_at is None and _digests(post) != one.facts.get("digests"):
            yield Alteration(CONTACT, one.subject_id, one.sequence, "联系人信息与日志登记的摘要不符：数据被改动",
                             "not what the ledger told of this contact; it was changed")  # fmt: skip


def _posts(told: Sequence[Told]) -> Any:
    organisations = {one.subject_id.rsplit("/", 1)[0] for one in told}
    return ContactPost.objects.filter(organisation__code__in=organisations).select_related("person")


def _digests(post: ContactPost) -> dict[str, str]:
    facts = {name: getattr(post.person, name) for name in ("name", "post", "mobile", "phone", "email")}
    return {name: post.person.digest(fact) for name, fact in facts.items() if fact}
