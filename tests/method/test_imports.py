"""What a process has loaded after it has used a part: where Python runs in a browser, each library is a download."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from tests.support import ROOT

HEAVY = ("frictionless", "scipy", "sympy", "vl_convert", "PIL", "krippendorff", "SALib", "distributed")
CHARTS = ("altair", *HEAVY)
WIDGETS = ("anywidget", "ipywidgets", "IPython")

PARTS = {
    "compare_paths": (
        "import smeclusters as s; s.compare_paths(s.Prepared(s.load_study()))",
        (*CHARTS, *WIDGETS),
    ),
    "classify": (
        "import smeclusters as s; p = s.Prepared(s.load_study()); "
        "s.classify(s.score(p.ratings, p.framework.weightings['extended']))",
        (*CHARTS, *WIDGETS),
    ),
    "likely_paths": (
        "import smeclusters as s; p = s.Prepared(s.load_study()); s.likely_paths(p.ratings, p.framework.weightings)",
        (*CHARTS, *WIDGETS),
    ),
    "ratings": ("import smeclusters as s; s.Prepared(s.load_study()).ratings", (*CHARTS, *WIDGETS)),
    "smeclusters compare": ("from smeclusters.cli import app; app(['compare'])", (*CHARTS, *WIDGETS)),
    "smeclusters classify": ("from smeclusters.cli import app; app(['classify'])", (*CHARTS, *WIDGETS)),
    "smeclusters ratings": ("from smeclusters.cli import app; app(['ratings'])", (*CHARTS, *WIDGETS)),
    "Explorer": ("import smeclusters as s; s.Explorer()", CHARTS),
    "what chapters import": ("import whichroad.page", HEAVY),
    "a chart handed on": (
        "import sys; sys.modules['vl_convert'] = None\n"
        "from whichroad.charts.matrix import matrix_chart\n"
        "from whichroad.edition import edition\n"
        "assert 'application/vnd.vegalite.v5+json' in matrix_chart(edition())._repr_mimebundle_()\n"
        "del sys.modules['vl_convert']",
        HEAVY,
    ),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_loads_nothing_that_it_does_not_use(part: str):
    code, unused = PARTS[part]
    # At the end of the process, since a command ends it.
    tell = "import atexit, json, sys; atexit.register(lambda: print(json.dumps(list(sys.modules)), file=sys.stderr))\n"
    done = subprocess.run([sys.executable, "-c", tell + code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    loaded = json.loads(done.stderr.splitlines()[-1])
    assert "smeclusters" in loaded
    assert [name for name in unused if name in loaded] == []
