"""The promise kept to the yuan, in both languages: from twelve grams to the money paid out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.scenes import buttons_of
from tests.languages import in_each_language
from tests.phone import words_of
from tests.player import Player
from tests.reports import staff_bot
from tests.reports.house import House
from tests.reports.insight.published import CHINESE, ENGLISH, check_the_report_shows_it
from tests.reports.rewards.counter import Counter, open_counter
from tests.reports.tipster import Tipster

TWELVE: dict[str, Any] = {
    "seizures": [{"substance": "heroin", "grams": "12"}],
    "flags": ["case_cracked"],
}
FACTORY: dict[str, Any] = {"sites": [{"kind": "factory", "count": 1}]}
TWO_USERS: dict[str, Any] = {"people": [{"role": "user", "count": 2}]}


@pytest.fixture(params=in_each_language("zh-hans"))
async def counter(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Counter]:
    async with open_counter(house, request.param) as opened:
        yield opened


async def reported(counter: Counter, facts: dict[str, Any]) -> tuple[Tipster, str]:
    zhang = await counter.citizen()
    number = await zhang.send_tip()
    await counter.close(number, facts)
    return zhang, number


async def promised(counter: Counter) -> tuple[Tipster, str]:
    """Report, propose and approve 500 yuan."""
    zhang, number = await reported(counter, TWELVE)
    await counter.li.tap(counter.say("Checked: propose 500 yuan"), chat=counter.group)
    await counter.wang.tap(counter.say("Approve"), chat=counter.group)
    await counter.wang.sees(
        counter.say("State: 500 yuan, approved; the reporter can see it"), chat=counter.group
    )
    return zhang, number


async def claim_code(counter: Counter, zhang: Tipster) -> str:
    message = await zhang.player.sees(counter.say("Your claim code:"))
    assert message["has_protected_content"]
    return words_of(message).split("\n")[1].strip()


async def pay(counter: Counter, zhou: Player, number: str, code: str) -> None:
    await zhou.send(staff_bot.BOT, f"/pay {number}")
    await zhou.sees(counter.say("Now please type the claim code."))
    await zhou.say(code)


async def test_twelve_grams_are_500_yuan_on_the_counter(counter: Counter) -> None:
    zhang, number = await reported(counter, TWELVE)
    card = await counter.li.sees(
        counter.say("Reward for report {number}", number=number), chat=counter.group
    )
    text = words_of(card)
    assert counter.say("Proposed reward: 500 yuan") in text
    assert counter.say("Drugs seized (Article 7 (1))") in text
    assert counter.say("12 g (band 10 to 50): 500 yuan") in text
    assert (
        counter.say(
            "Measures for Rewarding Reports of Drug Offences · Jin Du Ban Tong (2018) No. 70"
        )
        in text
    )
    assert counter.say("Please check first:") in text
    assert counter.say("The lead has nothing to do with an official duty of the reporter") in text
    assert counter.say("State: waits for a proposal") in text
    assert buttons_of(card) == [
        counter.say("✅ Checked: propose 500 yuan"),
        counter.say("🚫 No reward"),
        counter.say("🔄 Compute again"),
    ]
    await zhang.open_mailbox()
    await zhang.player.sees(counter.say("Status: closed; thank you for your help"))
    await zhang.player.not_sees("💰")

    await counter.wang.tap(
        counter.say("Checked: propose 500 yuan"), message=card, chat=counter.group
    )
    await counter.wang.sees(counter.say("This is not open to you, or somebody else holds it."))
    await counter.li.tap(
        counter.say("Checked: propose 500 yuan"), message=card, chat=counter.group
    )
    card = await counter.li.sees(
        counter.say("State: 500 yuan, proposed; somebody else approves"), chat=counter.group
    )
    assert counter.say("Reason: as computed") in words_of(card)
    assert buttons_of(card) == [counter.say("👍 Approve"), counter.say("↩️ Send back")]
    await counter.li.tap(counter.say("Approve"), message=card, chat=counter.group)
    await counter.li.sees(counter.say("This is not open to you, or somebody else holds it."))
    await counter.wang.tap(counter.say("Approve"), message=card, chat=counter.group)
    card = await counter.wang.sees(
        counter.say("State: 500 yuan, approved; the reporter can see it"), chat=counter.group
    )
    assert counter.say("To be claimed by 2027-01-21") in words_of(card)

    await zhang.player.tap(counter.say("Look again"))
    await zhang.player.sees(counter.say("A reward of 500 yuan waits for you until 2027-01-21."))
    await zhang.player.tap(counter.say("My reward"))
    offer = await zhang.player.sees(
        counter.say("The counter checks a valid ID, as the rule on rewards demands.")
    )
    assert counter.say("this mailbox go on without your name") in words_of(offer)
    await zhang.player.tap(counter.say("Accept and see my claim code"))
    code = await claim_code(counter, zhang)
    await zhang.player.sees(counter.say("You accepted a reward of 500 yuan"))
    await counter.serve()
    await counter.li.sees(
        counter.say("500 yuan, accepted; to be paid against the claim code"), chat=counter.group
    )

    zhou = counter.zhou
    await pay(counter, zhou, number, "AAAA-AAAA-AAAA-AAAA")
    await zhou.sees(counter.say("This code is not right. Tries left: 4."))
    await zhou.say(code)
    await zhou.sees(
        counter.say("Paid and entered into the books: report {number}, 500 yuan.", number=number)
    )
    await zhou.not_sees(code)
    await counter.li.sees(counter.say("State: 500 yuan, paid"), chat=counter.group)
    assert await counter.balances() == {"available": -500, "paid": 500}
    await pay_again(counter, zhou, number)

    await zhang.player.tap(counter.say("Back"))
    await zhang.player.tap(counter.say("Look again"))
    await zhang.player.sees(counter.say("Your reward of 500 yuan has been paid. Thank you."))
    await zhang.tap("close")
    await zhang.player.no_longer_sees(code)
    await check_the_report_shows_it(
        counter.house,
        counter.li,
        staff_bot.BOT,
        CHINESE if counter.language == "zh-hans" else ENGLISH,
        500,
    )


async def pay_again(counter: Counter, zhou: Player, number: str) -> None:
    await zhou.send(staff_bot.BOT, f"/pay {number}")
    await zhou.sees(counter.say("Nothing is to be paid under this number now."))
    await counter.audit_tells_all()


async def test_a_donation(counter: Counter) -> None:
    zhang, _ = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap(counter.say("My reward"))
    await zhang.player.tap(counter.say("Donate it"))
    await zhang.player.sees(
        counter.say("Donate the 500 yuan to drug prevention? This cannot be taken back.")
    )
    await zhang.player.tap(counter.say("Back"))
    await zhang.player.tap(counter.say("Donate it"))
    await zhang.player.tap(counter.say("Yes"))
    await zhang.player.sees(counter.say("You donated your reward of 500 yuan. Thank you."))
    await counter.serve()
    await counter.li.sees(counter.say("500 yuan, donated by the reporter"), chat=counter.group)
    assert await counter.balances() == {"available": -500, "donated": 500}


async def test_a_reward_declined(counter: Counter) -> None:
    zhang, _ = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap(counter.say("My reward"))
    await zhang.player.tap(counter.say("Decline it"))
    await zhang.player.tap(counter.say("Yes"))
    await zhang.player.sees(counter.say("You declined the reward. Thank you for your help."))
    assert await counter.balances() == {}


async def test_somebody_collects_by_proxy(counter: Counter) -> None:
    zhang, number = await promised(counter)
    await zhang.open_mailbox()
    await zhang.player.tap(counter.say("My reward"))
    await zhang.player.tap(counter.say("Somebody collects for me"))
    code = await claim_code(counter, zhang)
    await zhang.player.sees(
        counter.say("that person brings their own valid ID and an authorisation signed by you.")
    )
    await counter.zhou.send(staff_bot.BOT, f"/pay {number}")
    await counter.zhou.sees(
        counter.say("Somebody collects it by proxy: ask for their own ID and the authorisation.")
    )
    await counter.zhou.say(code.lower())
    await counter.zhou.sees(counter.say("Paid and entered into the books"))


async def test_what_is_not_collected_lapses(counter: Counter) -> None:
    zhang, number = await promised(counter)
    counter.house.clock.now += timedelta(days=90)
    await zhang.open_mailbox()
    await zhang.player.sees(counter.say("The reward was not collected in time and has lapsed."))
    await zhang.player.not_sees(counter.say("My reward"))
    await pay_again(counter, counter.zhou, number)
    await counter.audit_tells_all()


async def test_who_reported_together_share_one_reward(counter: Counter) -> None:
    zhang, number = await promised(counter)
    friend = await counter.citizen()
    friend.receipt = zhang.receipt
    await zhang.open_mailbox()
    await zhang.player.tap(counter.say("My reward"))
    await zhang.player.tap(counter.say("Accept and see my claim code"))
    code = await claim_code(counter, zhang)
    await friend.open_mailbox()
    await friend.player.tap(counter.say("My reward"))
    await friend.player.tap(counter.say("See my claim code"))
    assert await claim_code(counter, friend) == code, "one report, one code"
    await pay(counter, counter.zhou, number, code)
    await counter.zhou.sees(counter.say("Paid and entered into the books"))
    await pay_again(counter, counter.zhou, number)
    assert await counter.balances() == {"available": -500, "paid": 500}


async def test_of_two_reporters_the_first_is_paid(counter: Counter) -> None:
    one = await (await counter.citizen()).send_tip()
    two = await (await counter.citizen()).send_tip()
    await counter.link(one, two)
    await counter.close(two, TWELVE)
    card = await counter.li.sees(
        counter.say("Reward for report {two}", two=two), chat=counter.group
    )
    assert counter.say("No reward is due.") in words_of(card)
    assert counter.say(
        "somebody else reported the same facts before; the first is paid"
    ) in words_of(card)
    assert buttons_of(card) == [counter.say("🔄 Compute again")]
    await counter.close(one, TWELVE)
    card = await counter.li.sees(
        counter.say("Reward for report {one}", one=one), chat=counter.group
    )
    assert counter.say("Proposed reward: 500 yuan") in words_of(card)


async def test_of_two_agencies_the_one_that_solved_it_pays(counter: Counter) -> None:
    one = await (await counter.citizen()).send_tip()
    two = await (await counter.citizen()).send_tip()
    await counter.link(one, two)
    await counter.solve_elsewhere(two)
    await counter.close(one, {"seizures": TWELVE["seizures"]})
    await counter.li.sees(
        counter.say("another unit solved the case, and it is the one that pays"),
        chat=counter.group,
    )
    assert await counter.balances() == {}


async def test_within_a_range_the_amount_is_typed_with_a_sealed_note(counter: Counter) -> None:
    _, number = await reported(counter, FACTORY)
    card = await counter.li.sees(
        counter.say("Proposed reward: 20,000 to 200,000 yuan; a person chooses"),
        chat=counter.group,
    )
    assert counter.say("✏️ Set the amount") in buttons_of(card)
    await counter.li.tap(counter.say("Set the amount"), message=card, chat=counter.group)
    await counter.li.sees(counter.say("Please write it in our private chat."))
    await counter.li.sees(counter.say("It can be 20,000 to 200,000"), chat=staff_bot.BOT)
    await counter.li.say("19999")
    await counter.li.sees(counter.say("Please write an amount from 20,000 to 200,000 yuan"))
    await counter.li.say(counter.say("60000\ncompared with the list of seizures"))
    await counter.li.sees(counter.say("Report {number}: 60,000 yuan.", number=number))
    await counter.li.not_sees(counter.say("compared with the list of seizures"))
    await counter.li.tap(counter.say("Checked: propose 60,000 yuan"))
    await counter.li.sees(counter.say("Proposed. Somebody else approves it in the admin chat."))
    card = await counter.wang.sees(
        counter.say("60,000 yuan, proposed; somebody else approves"), chat=counter.group
    )
    assert counter.say("Approvals: 0 of 2") in words_of(card)
    assert (
        counter.say("compared with the list of seizures").encode()
        not in counter.house.everything_stored()
    )


async def test_the_button_of_an_earlier_amount_does_nothing(counter: Counter) -> None:
    """Typed 100,000, then 60,000: the first button says 100,000 and proposes neither."""
    await reported(counter, FACTORY)
    await counter.li.tap(counter.say("Set the amount"), chat=counter.group)
    await counter.li.sees(counter.say("It can be 20,000 to 200,000"), chat=staff_bot.BOT)
    await counter.li.say("100000")
    earlier = await counter.li.sees(counter.say("100,000 yuan."), chat=staff_bot.BOT)
    await counter.li.say("60000")
    newest = await counter.li.sees(counter.say("60,000 yuan."), chat=staff_bot.BOT)
    propose = counter.say("Checked: propose")
    await counter.li.tap(propose, message=earlier)
    await counter.li.sees(counter.say("This button is out of date"))
    await counter.li.tap(propose, message=newest)
    await counter.li.sees(counter.say("60,000 yuan, proposed"), chat=counter.group)


async def test_where_nothing_is_known_a_person_decides(counter: Counter) -> None:
    await reported(counter, TWO_USERS)
    card = await counter.li.sees(
        counter.say("A person must decide: the rules that are known give no amount."),
        chat=counter.group,
    )
    assert counter.say(
        "Group drug use: this installation proposes nothing for reporting people who use drugs, "
        "by its own setting; they need help first"
    ) in words_of(card)
    assert buttons_of(card) == [
        counter.say("✏️ Set the amount"),
        counter.say("🚫 No reward"),
        counter.say("🔄 Compute again"),
    ]


async def test_no_reward_takes_a_reason_and_a_second_person(counter: Counter) -> None:
    await reported(counter, TWELVE)
    await counter.li.tap(counter.say("No reward"), chat=counter.group)
    await counter.li.tap(counter.say("Known before"), chat=counter.group)
    card = await counter.li.sees(
        counter.say("Proposed: no reward (known before)"), chat=counter.group
    )
    await counter.wang.tap(counter.say("Send back"), message=card, chat=counter.group)
    await counter.wang.tap(counter.say("Please look again"), chat=counter.group)
    await counter.wang.sees(counter.say("Sent back: please look again"), chat=counter.group)
    await counter.li.tap(counter.say("No reward"), chat=counter.group)
    await counter.li.tap(counter.say("Known before"), chat=counter.group)
    await counter.wang.tap(counter.say("Approve"), chat=counter.group)
    await counter.wang.sees(counter.say("State: decided: no reward"), chat=counter.group)


async def test_the_list_and_the_books(counter: Counter) -> None:
    _, number = await promised(counter)
    await counter.zhou.send(staff_bot.BOT, "/rewards")
    text = words_of(await counter.zhou.sees(counter.say("Rewards of the unit")))
    assert (
        counter.say("{number} · 500 yuan, approved; the reporter can see it", number=number)
        in text
    )
    assert counter.say("Budget of 2026: −500 yuan free, 500 kept ready, 0 paid") in text
    await counter.zhou.send(staff_bot.BOT, "/ledger")
    message = await counter.zhou.sees(counter.say("The unit's books"))
    assert (await counter.zhou.file(message)).startswith(b"PK")
    await counter.li.send(staff_bot.BOT, "/pay 1111-1111")
    await counter.li.sees(counter.say("This is not open to you, or somebody else holds it."))
