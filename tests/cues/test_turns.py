"""Turns of interviews: answers without quotation marks are their speaker's, and what only looks so is nobody's."""

from __future__ import annotations

import pytest

from classifier.cues import Document, analyse

_INTRO = (
    "Mayor rules out a new bridge\n\nAnn Lee, mayor of Ash, spoke with the Courier on Monday. "
    "Lee has led the town since 2019.\n\n"
)


def _said(document: Document) -> list[tuple[str, str]]:
    """Return who says what in the quotations that count."""
    text = document.scan.text
    return [(one.speaker.of(text), one.span.of(text)) for one in document.quotes if one.counts and one.speaker]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "Q: Is it shut?\n\nA: It may be. I think so.\n\nQ: For long?\n\nA: We could not say.",
            [("Ann Lee", "It may be. I think so."), ("Ann Lee", "We could not say.")],
            id="letters",
        ),
        pytest.param(
            "QIs it shut?\n\nA: I think so.\n\nQYou wait. For how long?\n\nA: We wait.\n\n"
            "QWhy?\n\nA: It is old.\n\nQThank you.\n\nA: No.",
            [("Ann Lee", "I think so."), ("Ann Lee", "We wait."), ("Ann Lee", "It is old."), ("Ann Lee", "No.")],
            id="letters glued to the question",
        ),
        pytest.param(
            "((Courier)) Is it shut?\n\n((Ann Lee)) I think so.\n\n((AC)) And now? Rain?\n\n"
            "((Ann Lee)) We wait.\n\n((AC)) Thank you? No?",
            [("Ann Lee", "I think so."), ("Ann Lee", "We wait.")],
            id="doubled brackets",
        ),
        pytest.param(
            "Courier: Is it shut?\n\nLee: I think so.\n\nCourier: And now?\n\nLee: We wait.",
            [("Lee", "I think so."), ("Lee", "We wait.")],
            id="names",
        ),
        pytest.param(
            "**Courier:** Is it shut?\n\n**Lee:** I think so.\n\n**Courier:** And now?\n\n**Lee:** We wait.",
            [("Lee", "I think so."), ("Lee", "We wait.")],
            id="bold names",
        ),
        pytest.param(
            "AC: Is it shut?\n\nAL: I think so.\n\nAC: And now?\n\nAL: We wait.",
            [("Ann Lee", "I think so."), ("Ann Lee", "We wait.")],
            id="initials",
        ),
        pytest.param(
            "OMAR ITO, COURIER: I see a gate.\n\nLEE: I think so.\n\nITO: I see no work.\n\nLEE: We wait.",
            [("OMAR ITO", "I see a gate."), ("LEE", "I think so."), ("ITO", "I see no work."), ("LEE", "We wait.")],
            id="transcript",
        ),
        pytest.param(
            "They met. OMAR ITO: Is it shut? ANN LEE: I think so. ITO: And now? LEE: We wait. It rains.",
            [("ANN LEE", "I think so."), ("LEE", "We wait.")],
            id="transcript in one paragraph; what follows the last sentence may be the article's",
        ),
        pytest.param(
            "**Have you shut it?**\n\nI think so.\n\n**Do you know when? May?**\n\nWe wait.\n\nIt may be May.\n\n"
            "**Are you sorry?**\n\nI am.\n\nThe town lies on the coast.",
            [("Ann Lee", "I think so."), ("Ann Lee", "We wait.\n\nIt may be May."), ("Ann Lee", "I am.")],
            id="questions in lines of their own",
        ),
    ],
)
def test_an_answer_is_a_quotation_of_its_speaker(body: str, said: list[tuple[str, str]]) -> None:
    assert _said(analyse(_INTRO + body)) == said


def test_doubts_in_an_answer_are_the_speakers_and_one_source_gives_all_answers() -> None:
    text = _INTRO + "Q: Is it shut?\n\nA: It may be. I think so.\n\nQ: For long?\n\nA: We could possibly say."
    document = analyse(text)
    assert {(one.voice, one.whose and one.whose.of(text)) for one in document.hedges} == {("quote", "Ann Lee")}
    (source,) = document.sources
    assert (source.name, source.kind, source.share > 0.3) == ("Ann Lee", "person", True)
    assert len(source.mentions) == 1


@pytest.mark.parametrize(
    ("between", "said"),
    [
        pytest.param("It was late.", ["I think so.\n\nIt was late."], id="a second paragraph"),
        pytest.param("(She laughs.)", ["I think so."], id="an aside"),
        pytest.param("—Mayor Ann Lee", ["I think so."], id="a pulled quote's author"),
        pytest.param("The gate on Monday", ["I think so."], id="a caption"),
        pytest.param("Lee walked to the gate.", ["I think so."], id="a sentence on the speaker"),
        pytest.param("And who pays?", ["I think so."], id="a question without its label"),
    ],
)
def test_an_answer_goes_on_until_somebody_else_speaks(between: str, said: list[str]) -> None:
    body = f"Q: Is it shut?\n\nA: I think so.\n\n{between}\n\nQ: For long?\n\nA: We wait."
    assert [words for _, words in _said(analyse(_INTRO + body))] == [*said, "We wait."]


def test_a_long_answer_is_several_quotations_of_whole_sentences() -> None:
    answer = " ".join(["I think that it may be shut until the work on the gate is done."] * 60)
    document = analyse(_INTRO + f"Q: Is it shut?\n\nA: {answer}\n\nQ: For long?\n\nA: We wait.")
    lengths = [len(words) for speaker, words in _said(document) if speaker == "Ann Lee"]
    assert len(lengths) == 3
    assert max(lengths) <= 2500
    assert sum(lengths[:2]) + 1 == len(answer)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Your questions on the bridge\n\nThe town shut it on Monday.\n\n"
            "Q: Is it shut?\n\nA: It may be. We think so.\n\nQ: For long?\n\nA: We could not say.",
            id="answers to readers, by nobody named",
        ),
        pytest.param(
            _INTRO + "Lee: 1,204 votes.\n\nIto: 812 votes.\n\nLee: 3 wards.\n\nIto: 2 wards.",
            id="results, in which nobody says I",
        ),
        pytest.param(
            _INTRO + "Lee: She would shut the bridge.\n\nIto: He would not.\n\nLee: She is for it.\n\nIto: He is not.",
            id="positions compared by the writer",
        ),
        pytest.param(
            _INTRO + "More: We look at the bridge\n\nMore: My year as mayor\n\nMore: Why I left\n\nMore: Our town",
            id="links",
        ),
        pytest.param(
            _INTRO + "Note: we may be late.\n\nNote: we shut at six.\n\nNote: our gate is old.\n\nNote: I lied.",
            id="notes",
        ),
        pytest.param(
            _INTRO + "Monday: We open at six.\n\nTuesday: We rest.\n\nMonday: We sing.\n\nTuesday: We dance.",
            id="a programme of days",
        ),
        pytest.param(
            _INTRO + "Lee: We should all think again, I believe.\n\nLee: It is our bridge.\n\nLee: I like it.",
            id="highlights of one writer's column",
        ),
        pytest.param(
            "A guide to the bridge\n\nAnn Lee shut it. Lee spoke on Monday.\n\nWhat is a bridge?\n\nWe cross on it.\n\n"
            "Why is it shut?\n\nWe do not know.\n\nWhen does it open?\n\nOur guess is May.",
            id="an explainer, whose questions are put to nobody",
        ),
        pytest.param(
            "A guide to the bridge\n\nThe town shut it.\n\nCan you cross?\n\nWe doubt it.\n\n"
            "Will you wait?\n\nWe would.\n\nCan you swim?\n\nOur guess is no.",
            id="an explainer that talks to its reader",
        ),
        pytest.param(_INTRO + "Q: Is it shut?\n\nA: I think so.", id="one question"),
        pytest.param(
            _INTRO + "((AC)) Is it shut?\n\n((AC)) For long?\n\n((AC)) Why?\n\n((AC)) Do you care?",
            id="questions whose answers are lost",
        ),
        pytest.param(
            "Soup\n\nIngredients: two leeks\n\nMethod: we boil them\n\nIngredients: one egg\n\nMethod: we fry it",
            id="a recipe",
        ),
    ],
)
def test_what_is_no_interview_has_no_turns(text: str) -> None:
    assert _said(analyse(text)) == []


def test_what_is_quoted_in_an_answer_is_a_part_of_it() -> None:
    body = "Q: Is it shut?\n\nA: I told him “it is shut” then.\n\nQ: For long?\n\nA: We wait."
    assert [words for _, words in _said(analyse(_INTRO + body))] == ["I told him “it is shut” then.", "We wait."]


def test_before_a_name_that_opens_the_text_stands_nobody_who_asks() -> None:
    opening = _INTRO.split("\n\n", 1)[1]
    text = f"{opening}Q: Is it shut?\n\nA: I think so.\n\nQ: For long?\n\nA: We could not tell the editor"
    assert [speaker for speaker, _ in _said(analyse(text))] == ["Ann Lee", "Ann Lee"]


def test_three_questions_in_lines_of_their_own_are_enough_without_any_other_mark() -> None:
    body = "Is it shut for you?\n\nI think so.\n\nWill you wait?\n\nWe wait.\n\nAre you sorry?\n\nI am."
    assert [words for _, words in _said(analyse(_INTRO + body))] == ["I think so.", "We wait.", "I am."]
