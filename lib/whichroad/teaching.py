"""What the part *Teach* plans: sessions by the clock, and rubrics for what is handed in. This edition's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

LESSON = 90
"""Minutes of a session."""

PARAGRAPHS = ("3.2.1:5", "3.2.1:6")
"""Those that students code."""


@dataclass(frozen=True)
class Part:
    """A part of a session.

    Attributes
    ----------
    minutes : int
        How long it takes.
    title : str
        What happens, in a few words.
    how : str
        What the lecturer and the students do.
    late : str
        What to leave out if the clock is ahead.
    """

    minutes: int
    title: str
    how: str
    late: str


@dataclass(frozen=True)
class Plan:
    """A session by the clock.

    Attributes
    ----------
    name : str
        What it is called.
    parts : tuple of Part
        In their order; their minutes add up to :data:`LESSON`.

    Examples
    --------
    >>> PLANS["argument"].clock()[:2]
    [(0, 5), (5, 20)]
    """

    name: str
    parts: tuple[Part, ...]

    def clock(self) -> list[tuple[int, int]]:
        """The minutes at which each part begins and ends."""
        ends = list(accumulate(part.minutes for part in self.parts))
        return list(zip([0, *ends[:-1]], ends, strict=True))


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric.

    Attributes
    ----------
    name : str
        What is looked at.
    points : int
        For work that does all of it; half for work that does half of it, none for work that does not.
    full, half, none : str
        What such work does.
    """

    name: str
    points: int
    full: str
    half: str
    none: str


@dataclass(frozen=True)
class Meeting:
    """One session of a course.

    Attributes
    ----------
    plan : str
        Key of its plan.
    asks : str
        The question that it puts.
    handed_in : str
        What students hand in after it.
    """

    plan: str
    asks: str
    handed_in: str


@dataclass(frozen=True)
class Level:
    """A kind of course, and what suits it.

    Attributes
    ----------
    name : str
        The kind of course.
    brings, reads, does, skips : str
        What its students know before, read, do, and may leave out.
    """

    name: str
    brings: str
    reads: str
    does: str
    skips: str


VOTE = Part(
    5,
    "A vote",
    "Collect the lines that everybody has brought. Then: many small firms of one trade work in one place. Is acting "
    "together enough for them to compete by quality? All raise a hand, and one student counts. Write the count where "
    "it stays.",
    "Nothing: the last part comes back to it.",
)
STORY = Part(
    15,
    "The story in six steps",
    "Play the story in the explorer, or scroll through the page of five minutes together. Before the "
    "fourth step, everybody writes down a guess.",
    "Read the first and the fourth step only.",
)

PLANS: Mapping[str, Plan] = {
    "argument": Plan(
        "The argument",
        (
            VOTE,
            Part(
                15,
                "Place a cluster",
                "Each pair gets one cluster and its card. They write down which road they expect, and the two facts "
                "that decide it for them.",
                "Give out three clusters in place of six.",
            ),
            STORY,
            Part(
                15,
                "What the narrow framework says",
                "Open the state of collective efficiency. Each pair compares its guess with the class and with the "
                "line under the bar. Collect on the board where the three differ.",
                "Take the three clusters whose own path is described.",
            ),
            Part(
                20,
                "Take the narrow framework apart",
                "Groups of four get one objection each: what was observed, what joint action has to do with it, or "
                "what the approach leaves out. One group reports on each, in two minutes, and others add.",
                "Give all groups the first objection, and name the other two yourself.",
            ),
            Part(
                13,
                "What would be a test?",
                "Discuss which cluster, anywhere in the world, would change the mind of the room, and how.",
                "One answer from each side of the room.",
            ),
            Part(
                7,
                "Vote again, and the hand-in",
                "Repeat the vote of the beginning. Ask who now believes the line that they brought. Open the rubric, "
                "and copy one link together.",
                "Show the rubric, and vote by the next session.",
            ),
        ),
    ),
    "evidence": Plan(
        "The evidence",
        (
            Part(
                10,
                "From a sentence to a cell",
                "Follow the codebook's example on the board: sentence, row, other rows, cell.",
                "Do the sentence and the row; the cell is reading for home.",
            ),
            Part(
                25,
                "Code alone",
                "Everybody codes the first paragraph on a sheet, in silence. One line for each statement, place, "
                "determinant and facet. Those who are done go on with the second; all read it.",
                "Leave the second paragraph to the hand-in.",
            ),
            Part(
                15,
                "Compare with a neighbour",
                "Pairs lay their sheets side by side. They count the units that both have, and those that one lacks. "
                "They keep both versions and write down why they differ.",
                "Compare one cluster of the first paragraph.",
            ),
            Part(
                15,
                "Compare with the edition",
                "Each pair drops its two sheets on the class page, or runs agree. Which differences are about a "
                "rating, and which about whether there is a row at all?",
                "One pair projects its comparison for all.",
            ),
            Part(
                15,
                "Mend the codebook",
                "Groups of four write one new rule that would have settled a difference of theirs. They try it on the "
                "other paragraph and see whether it does harm there.",
                "Write the rule; trying it goes into the hand-in.",
            ),
            Part(
                10,
                "What can be trusted, and the hand-in",
                "Collect what all sheets have in common. Open the rubric.",
                "Open the rubric.",
            ),
        ),
    ),
    "weights": Plan(
        "Weights and policy",
        (
            Part(
                15,
                "Weights before classes",
                "Screens stay shut. Everybody shares out a hundred points over the three levels and then within each "
                "level, on paper, with a sentence of reason for each level.",
                "Share out the points over the three levels only.",
            ),
            Part(
                20,
                "What they lead to",
                "Enter the weights in the explorer and copy the link. Paste all links into the class page, and look "
                "at the triangle and at the table of classes.",
                "Enter six settings, one from each group.",
            ),
            Part(
                25,
                "Which recommendation follows",
                "Pairs choose a cluster, and look up its strongest lever under their weights. They write one "
                "recommendation, for somebody who can act on it, with what would prove it wrong. Some are read out.",
                "Write the recommendation; who acts and what would prove it wrong go into the hand-in.",
            ),
            Part(
                10,
                "A cluster of one's own",
                "Those who have brought a source enter a cluster in the form. The others rate one of their neighbour's "
                "factors from what the neighbour reads out.",
                "Show one cluster that was entered the day before.",
            ),
            Part(
                10,
                "Kept free",
                "For what has taken longer. If nothing has, find the best and the worst case of León with all: the "
                "lowest and the highest class that the evidence allows, and the cell between them.",
                "Nothing is lost: everybody does it at home, for the cluster of the hand-in.",
            ),
            Part(
                10,
                "Who changed their mind, and the hand-in",
                "Who would choose other weights now, and is that allowed? Open the rubric.",
                "Open the rubric.",
            ),
        ),
    ),
    "one": Plan(
        "All in one session",
        (
            VOTE,
            STORY,
            Part(
                20,
                "Code one paragraph",
                "Everybody codes the first of the two paragraphs of the second session, and compares it with a "
                "neighbour.",
                "Code it together on the board.",
            ),
            Part(
                10,
                "Weights before classes",
                "A hundred points over the three levels, on paper, with one sentence of reason.",
                "One sentence, no points.",
            ),
            Part(
                15,
                "What they lead to",
                "Enter the weights, copy the link, and find one cluster whose class the room disagrees on.",
                "Enter two settings that are far apart.",
            ),
            Part(
                17,
                "What follows for policy",
                "Discuss one recommendation for the cluster on which the room disagrees, and what one would have to "
                "know first.",
                "Name what one would have to know.",
            ),
            Part(
                8,
                "Vote again, and the hand-in",
                "Repeat the vote of the beginning. Open the rubric of the first session: the link is handed in.",
                "Vote.",
            ),
        ),
    ),
    "test": Plan(
        "Is it enough?",
        (
            Part(
                10,
                "Two readings of enough",
                "Enough by itself, or enough with other things? Everybody writes a sentence for each reading.",
                "Write them on the board yourself.",
            ),
            Part(
                20,
                "Counterexamples by hand",
                "From the printed matrix, pairs list the clusters that speak against joint action, and then those that "
                "speak against another factor.",
                "Only joint action.",
            ),
            Part(
                25,
                "All weightings at once",
                "In the notebook on robustness, or on its page: what share of the weightings gives each class, and "
                "which share agrees with what was observed?",
                "Read the figure of the page together.",
            ),
            Part(
                20,
                "The truth table",
                "Groups fill in the eight rows from the matrix, and compare with the page. Where could a new case be?",
                "Show the table, and ask for the new case.",
            ),
            Part(15, "What follows, and what does not", "Write both in two sentences, and read some out.", "One each."),
        ),
    ),
    "own": Plan(
        "Clusters of our own",
        (
            Part(
                10,
                "Ready to show",
                "Everybody opens the cluster that they entered at home, and checks that each row has its source.",
                "Skip it for those who have handed in before.",
            ),
            Part(
                50,
                "Five clusters, ten minutes each",
                "Five students or groups show their cluster. The room rates one factor before it sees the rating.",
                "Four clusters.",
            ),
            Part(
                15,
                "The clusters beside each other",
                "Drop all layers on the class page. Which clusters differ in what the paper's own all share?",
                "Do it beforehand, and show it.",
            ),
            Part(
                15, "Back to the vote", "What has the course changed? Vote a third time, with one reason each.", "Vote."
            ),
        ),
    ),
}

SHORT = (Meeting("one", "What makes small firms in one place compete by quality?", "A link with a reason"),)
USUAL = (
    Meeting("argument", "Is joint action enough?", "A link with a reason"),
    Meeting("evidence", "How does a sentence become a number?", "A coding sheet"),
    Meeting("weights", "Who decides what counts, and what follows?", "A recommendation with its link or layer"),
)
LONG = (
    USUAL[0],
    USUAL[1],
    USUAL[2],
    Meeting("test", "What can six cases show?", "A notebook"),
    Meeting("own", "Does it hold elsewhere?", "A layer with a cluster of one's own"),
)

LEVELS = (
    Level(
        "Undergraduate",
        "A first course in economics or development. No programming.",
        "Five minutes, the framework and the comparison.",
        "All three sessions with the explorer. Exercises on paper and in the explorer.",
        "Notebooks, agreement coefficients, and sets.",
    ),
    Level(
        "Master's",
        "Development economics or policy; some statistics helps.",
        "Those pages, and industrial paths and policies.",
        "All three sessions, with a cluster of one's own. Exercises of all three kinds, up to the middle level.",
        "Sets, unless the course asks for them.",
    ),
    Level(
        "Methods course",
        "Statistics, and enough Python to change a line that is given.",
        "The codebook, the coding, robustness, and whether joint action is enough.",
        "The second session in full, the fourth of the long course, and the hardest exercises.",
        "The first session may shrink to the reading of five minutes.",
    ),
)

RUBRICS: Mapping[str, tuple[Criterion, ...]] = {
    "argument": (
        Criterion(
            "The link opens what the text says",
            2,
            "The state is there, and the text names its weights.",
            "It opens, but the text describes another state.",
            "It does not open.",
        ),
        Criterion(
            "The paper's argument",
            3,
            "Says what the paper claims, how strongly, and on which passage it rests.",
            "The claim is right but stronger than in the paper, or has no locator.",
            "Another claim.",
        ),
        Criterion(
            "One case against or for it",
            3,
            "Names the cluster, the class, the path observed, and how sure each of them is.",
            "Names a cluster, but not how sure the class or the path is.",
            "No case.",
        ),
        Criterion(
            "Limits",
            2,
            "Says what this case cannot show, and which case could.",
            "Says only that the cases are few.",
            "None named.",
        ),
    ),
    "evidence": (
        Criterion(
            "Rows that others can check",
            3,
            "Each row has a place, a determinant, a facet, a sentence and a summary in the student's words.",
            "Some rows lack one of these.",
            "The sheet cannot be read.",
        ),
        Criterion(
            "Rules of the codebook",
            3,
            "Basis and strong ratings follow the rules; where they are stretched, a note says so.",
            "Strong ratings without a strong word, or guesses as reports.",
            "Ratings by feeling.",
        ),
        Criterion(
            "The comparison",
            2,
            "Keeps the two kinds of difference apart, with a reason for one of each.",
            "A number of agreement without a look at the rows.",
            "No comparison, or both sheets made alike after it.",
        ),
        Criterion(
            "The new rule",
            2,
            "Settles a difference, and was tried on the other paragraph.",
            "Settles it, untried.",
            "None, or only “be careful”.",
        ),
    ),
    "weights": (
        Criterion(
            "Weights with reasons",
            3,
            "Written before the classes, each level with a reason that does not name the result.",
            "Reasons for some, or reasons that look back from the class.",
            "No reasons.",
        ),
        Criterion(
            "Best and worst case",
            2,
            "Gives both ends and the cell that decides.",
            "Gives one end, or no cell.",
            "One class as if it were certain.",
        ),
        Criterion(
            "The recommendation",
            3,
            "Says who does what in which cluster, and which evidence is about that cluster.",
            "Sound, but would be the same for any cluster.",
            "Does not follow from the weights or the evidence.",
        ),
        Criterion(
            "What would prove it wrong",
            2,
            "Names a fact that one could go and find out, and what it would change.",
            "Names a doubt that nobody could settle.",
            "None.",
        ),
    ),
}
"""By the session after which they are handed in."""
