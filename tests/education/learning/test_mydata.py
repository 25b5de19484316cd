"""A learner's data as a whole: shown, exported, erased, and nothing forgotten by name."""

from __future__ import annotations

import json

from bot.education.learning.rules.remembering import AgeBand
from bot.education.learning.service.certificates import IssueCertificate, VerifyCertificate
from bot.education.learning.service.mydata import ExportMyData, ShowMyData
from bot.education.learning.service.profiles import ForgetLearner, ListProfiles
from bot.education.learning.service.remembering import RememberLearner
from bot.education.learning.service.reminders import ChooseHour
from storage.education.models import Base
from storage.education.records import tables_of_learners
from tests.education.learning.school import MEI, WANG, School

IMPERSONAL = {"certificates", "applied_updates", "outbox"}


async def learner(school: School, chat: int = MEI) -> str:
    """Let somebody leave a row in every table that a learner can leave one in."""
    done = await school.finish(await school.start(chat=chat), chat=chat)
    await school.use(RememberLearner)(school.update(chat), AgeBand.ADULT)
    await school.use(ChooseHour)(school.update(chat), 17)
    issued = await school.use(IssueCertificate)(school.update(chat), done.attempt_id)
    assert issued is not None
    return issued.code


def test_every_table_is_a_learner_s_or_named_here_as_nobody_s() -> None:
    personal = {table.name for table in tables_of_learners()}
    assert personal | IMPERSONAL == set(Base.metadata.tables)
    assert personal.isdisjoint(IMPERSONAL)


async def test_what_is_shown_is_everything_and_nobody_else_s(school: School) -> None:
    await learner(school)
    await learner(school, chat=WANG)
    shown = await school.use(ShowMyData)(MEI)
    assert shown.is_kept
    assert set(shown.rows) == {table.name for table in tables_of_learners()}
    assert {row["chat_id"] for row in shown.rows["learners"]} == {MEI}
    assert shown.count("answers") == len(school.library.courses[0].lessons[0].points)
    assert shown.count("no-such-table") == 0


async def test_who_is_unknown_has_nothing(school: School) -> None:
    shown = await school.use(ShowMyData)(MEI)
    assert (shown.learner, shown.rows, shown.is_kept) == (None, {}, False)
    assert await school.use(ExportMyData)(MEI) is None


async def test_the_export_is_json_that_can_be_read_back_whole(school: School) -> None:
    code = await learner(school)
    exported = await school.use(ExportMyData)(MEI)
    assert exported is not None
    told = json.loads(exported)
    shown = await school.use(ShowMyData)(MEI)
    assert {name: len(rows) for name, rows in told.items()} == {
        name: len(rows) for name, rows in shown.rows.items()
    }
    assert told["attempts"][0]["certificate_code"] == code
    assert told["learners"][0]["age_band"] == "18-plus"


async def test_certificates_stay_valid_or_go_too_as_wished(school: School) -> None:
    for with_certificates in (False, True):
        code = await learner(school)
        (profile,) = await school.use(ListProfiles)(MEI)
        forget = school.use(ForgetLearner)
        assert await forget(school.update(), profile.id, with_certificates=with_certificates)
        found = await school.use(VerifyCertificate)(code)
        assert (found is None) is with_certificates
        for table in tables_of_learners():
            assert await school.count(table.name) == 0


async def test_another_s_certificates_stay(school: School) -> None:
    await learner(school)
    other = await learner(school, chat=WANG)
    (profile,) = await school.use(ListProfiles)(MEI)
    await school.use(ForgetLearner)(school.update(), profile.id, with_certificates=True)
    assert await school.use(VerifyCertificate)(other) is not None
