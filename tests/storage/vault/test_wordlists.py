from __future__ import annotations

from mnemonic import Mnemonic

from storage.vault import wordlists


def test_no_character_stands_at_two_positions() -> None:
    simplified = Mnemonic("chinese_simplified").wordlist
    traditional = Mnemonic("chinese_traditional").wordlist
    for position, pair in enumerate(zip(simplified, traditional, strict=True)):
        assert [wordlists.find_character(each) for each in pair] == [position, position]


def test_variant_forms_stand_for_a_character_of_the_list_and_for_no_other() -> None:
    listed = set(Mnemonic("chinese_simplified").wordlist)
    listed |= set(Mnemonic("chinese_traditional").wordlist)
    lines = wordlists._VARIANTS_FILE.read_text("utf-8").split()
    variants = [variant for line in lines for variant in line[1:]]
    assert len(variants) == len(set(variants))
    assert not set(variants) & listed
    for line in lines:
        assert {wordlists.find_character(each) for each in line} == {
            wordlists.find_character(line[0])
        }


def test_every_english_word_is_found_by_its_first_four_letters() -> None:
    for position, word in enumerate(Mnemonic("english").wordlist):
        assert wordlists.find_word(word) == wordlists.find_word(word[:4]) == position


def test_what_is_no_beginning_of_a_word_is_not_found() -> None:
    for word in ("", "aba", "abandons", "abanxyz", "zzzz", "123"):
        assert wordlists.find_word(word) is None


def test_suggestions_are_few_and_begin_with_the_word_of_the_same_prefix() -> None:
    assert wordlists.suggest_words("abandom")[0] == "abandon"
    assert "ability" in wordlists.suggest_words("abillity")
    assert wordlists.suggest_words("x" * 4000) == ()
    assert all(len(wordlists.suggest_words(word)) <= 3 for word in ("stat", "sta", "aple", "the"))
