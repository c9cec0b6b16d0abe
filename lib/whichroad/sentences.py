"""The sentences of this book that move, each where an argument turns on the weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from smeclusters.model.paths import PATH_NAMES, SETS, classify, in_words, overlap
from smeclusters.model.prepared import Prepared
from smeclusters.model.scoring import score
from smeclusters.wording import counted, in_a_row
from whichroad.moving import WHOLE, Moving
from whichroad.slots import UNSCORED, Class, Members, Number, Score

HIGH = "high_road"
TELLS = (
    f"Then the {PATH_NAMES[HIGH]} is certain for {{certain}}, and the path that was observed is ruled out for {{out}}."
)


def country_and_firms_sentence(paper: Prepared) -> Moving:
    """How much the two other levels must weigh, beside the narrow framework, for its certainty to go.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> print(country_and_firms_sentence(edition()).at(others=0).partition("Then ")[2].partition(", and")[0])
    the high road is certain for three of the six clusters, Sinos Valley, Gamarra and Cachoeiro de Itapemirim
    """
    framework = paper.framework
    wide = framework.weightings[framework.reference].flat
    elsewhere = framework.level_of != framework.levels.index(framework.roles["cluster"])
    sides = {"others": _shared(np.where(elsewhere, wide, 0)), "": framework.weightings[str(framework.narrow)].flat}
    gone = ~_certain_anywhere(paper, sides)
    return _of_all(
        paper,
        key="country-and-firms",
        asks="Let the country and the firms weigh {others} per cent together, and collective efficiency {rest}.",
        number=Number(_first(gone), "Weight of the country and the firms together, in per cent"),
        sides=sides,
    )


def joint_action_sentence(paper: Prepared) -> Moving:
    """How much joint action must weigh, beside all other factors, for the high road to be certain anywhere.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> print(joint_action_sentence(edition()).at(joint_action=100).partition("Then ")[2].partition(", and")[0])
    the high road is certain for three of the six clusters, Sinos Valley, Guadalajara and Gamarra
    """
    framework = paper.framework
    alone = np.array([float(key == "joint_action") for key in framework.determinants])
    others = _shared(np.where(alone > 0, 0, framework.weightings[framework.reference].flat))
    sides = {"joint_action": alone, "": others}
    there = _certain_anywhere(paper, sides)
    return _of_all(
        paper,
        key="joint-action",
        asks="Let joint action weigh {joint_action} per cent, and all other factors {rest}, in the proportions of the "
        "extended framework.",
        number=Number(_first(there), "Weight of joint action, in per cent"),
        sides=sides,
    )


def class_sentence(paper: Prepared, cluster: str) -> Moving:
    """The score and the class of a cluster under weights of the levels, and a threshold.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> print(class_sentence(edition(), "leon").at(country=0, cluster=0, firm=0).partition("Then ")[2])
    the score of León cannot be worked out, as nothing weighs anything, and its class reads “not scored”.
    """
    framework, thresholds = paper.framework, paper.rules.thresholds
    wide = framework.weightings[framework.reference]
    names = [f"the {framework.names[key].lower()}" for key in framework.levels]
    parts = {key: Number(1, f"Weight of {name}", most=9) for key, name in zip(framework.levels, names, strict=True)}
    fields = " to ".join(f"{{{key}}}" for key in parts)
    least = round(thresholds.low + 0.01, 2)
    return Moving(
        key="class",
        paper=paper,
        asks=f"Let {in_a_row(names)} weigh {fields}, and let the {PATH_NAMES[HIGH]} begin at {{threshold}}.",
        tells=f"Then the score of {paper.names[cluster]} {{score}}, and its class reads “{{class}}”.",
        numbers=parts
        | {
            "threshold": Number(thresholds.high, f"Where the {PATH_NAMES[HIGH]} begins", least=least, most=1, step=0.01)
        },
        sides={key: np.where(framework.level_of == at, wide.within, 0) for at, key in enumerate(framework.levels)},
        slots={
            "score": Score(
                cluster, ("cannot be worked out, as nothing weighs anything", "is {lo}", "lies between {lo} and {hi}")
            ),
            "class": Class(cluster, {key: in_words(key) for key in SETS} | {UNSCORED: "not scored"}),
        },
        back=f"Back to equal weights and {thresholds.high:g}",
        clusters=(cluster,),
        high="threshold",
    )


def _of_all(paper: Prepared, key: str, asks: str, number: Number, sides: Mapping[str, NDArray[np.float64]]) -> Moving:
    """A sentence on one weight of a hundred, which tells for which clusters the high road is certain."""
    clusters = paper.ratings.clusters
    seen = {key: paper.study.observed.get(key, "") for key in clusters}
    contradicted = {key: tuple(each for each in SETS if path and not overlap(path, each)) for key, path in seen.items()}
    whole = counted(len(clusters))
    some = [counted(count) for count in range(1, len(clusters))]
    return Moving(
        key=key,
        paper=paper,
        asks=asks,
        tells=TELLS,
        numbers={next(iter(sides)): number},
        sides=sides,
        slots={
            "certain": Members(
                {key: (HIGH,) for key in clusters},
                (
                    f"none of the {whole} clusters",
                    *(f"{each} of the {whole} clusters, {{names}}" for each in some),
                    f"all {whole} clusters",
                ),
            ),
            "out": Members(contradicted, ("none", *(f"{each}, {{names}}" for each in some), f"all {whole}")),
        },
        back=f"Back to {number.start:g} per cent",
        clusters=clusters,
    )


def _certain_anywhere(paper: Prepared, sides: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whether the high road is certain for any cluster, at each whole per cent for the first of two sides."""
    one, rest = sides.values()
    per_cent = np.arange(WHOLE + 1)[:, None]
    scores = score(paper.ratings, per_cent * one + (WHOLE - per_cent) * rest, paper.rules)
    return np.asarray((classify(scores, paper.rules.thresholds).keys() == HIGH).any(axis=0))


def _first(there: NDArray[np.bool_]) -> int:
    """The first position of what is true, or the last of all where nothing is."""
    return int(there.argmax()) if there.any() else len(there) - 1


def _shared(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(weights / weights.sum())
