"""Charts, by subject. They need Altair and vl-convert, which the extra ``charts`` brings."""


class MissingExtra(ImportError):
    """Told in one sentence, in a notebook too: it is no fault that a traceback would help to find."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


try:
    import altair as altair
    import vl_convert as vl_convert
except ImportError:
    raise MissingExtra("Charts need Altair and vl-convert: pip install 'smeclusters[charts]'") from None
