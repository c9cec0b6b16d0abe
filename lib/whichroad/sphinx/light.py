"""Scripts as light as they can be, for the pages that load them."""

from __future__ import annotations

import minify_html

_OPENS, _ENDS = "<script>", "</script>"


def light(script: str) -> str:
    """A classic script without what only its authors need.

    Parameters
    ----------
    script : str
        JavaScript in which no script element ends.

    Returns
    -------
    str
        JavaScript that does the same.

    Examples
    --------
    >>> light("(() => { const answer = 42; // of all\\n  alert(answer); })();")
    '(()=>{let answer=42;alert(42)})();'
    """
    return minify_html.minify(_OPENS + script + _ENDS, minify_js=True).removeprefix(_OPENS).removesuffix(_ENDS)
